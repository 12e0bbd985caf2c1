package dev.millrace.local.apiserver.access;

import dev.millrace.local.apiserver.failure.Reason;
import dev.millrace.local.apiserver.failure.Refused;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.regex.Pattern;

/**
 * Keeps web pages out. Whoever reaches the server may do everything, also let a pod run a command; and a browser on this machine reaches
 * it on behalf of any page that is open in it. The browser says whose page asks ({@code Origin}), and by which name the page knows the
 * server ({@code Host}): both have to be of this machine.
 */
public final class WebPages {
    private static final Pattern HERE =
            Pattern.compile("(localhost|127(\\.\\d{1,3}){3}|\\[::1])(:\\d+)?", Pattern.CASE_INSENSITIVE);

    private static final Pattern ORIGIN = Pattern.compile("https?://" + HERE.pattern(), Pattern.CASE_INSENSITIVE);

    private WebPages() {}

    /**
     * Lets a request pass that no page of elsewhere has sent.
     *
     * @throws Refused with 403
     */
    public static void check(HttpHeaders headers) {
        String host = headers.get(HttpHeaderNames.HOST);
        if (host != null && !HERE.matcher(host).matches()) {
            throw refused("it is asked for as " + host);
        }
        for (String origin : headers.getAll(HttpHeaderNames.ORIGIN)) {
            if (!ORIGIN.matcher(origin).matches()) {
                throw refused("a web page of " + origin + " asks");
            }
        }
    }

    private static Refused refused(String why) {
        return Refused.because(
                Reason.FORBIDDEN,
                "this API server is for programs of this machine that know it as 127.0.0.1 or localhost, and " + why);
    }
}
