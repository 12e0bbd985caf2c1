package dev.millrace.data.download;

import dev.millrace.contract.report.StepException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.message.BasicHeader;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/** Requests for a file or the rest of one. Redirects are followed by hand, for each must lead to where a source may be read from. */
final class HttpFile {
    private static final int MOST_REDIRECTS = 5;

    private final AddressGuard guard;
    private final Timeout silence;
    private final Runnable stopCheck;

    HttpFile(AddressGuard guard, Duration silence, Runnable stopCheck) {
        this.guard = guard;
        this.silence = Timeout.of(silence);
        this.stopCheck = stopCheck;
    }

    /** A client of its own for each try: no connection outlives the look at its address. */
    private CloseableHttpClient client() {
        return HttpClients.custom()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setDnsResolver(guard)
                        .setDefaultConnectionConfig(ConnectionConfig.custom()
                                .setConnectTimeout(silence)
                                .setSocketTimeout(silence)
                                .build())
                        .build())
                .setDefaultRequestConfig(
                        RequestConfig.custom().setResponseTimeout(silence).build())
                .setUserAgent("millrace-ingest")
                .disableRedirectHandling()
                .disableAutomaticRetries()
                .disableContentCompression()
                .disableCookieManagement()
                .disableAuthCaching()
                .build();
    }

    /**
     * Adds what is missing of a file.
     *
     * @throws IOException if that may pass
     * @throws StepException if it cannot
     */
    void continueWith(URI url, PartialFile partial) throws IOException {
        try (CloseableHttpClient client = client()) {
            URI at = url;
            for (int hops = 0; hops <= MOST_REDIRECTS; hops++) {
                Optional<URI> next = request(client, at, partial);
                if (next.isEmpty()) {
                    return;
                }
                at = next.get();
            }
            throw problem(url, "leads through more than " + MOST_REDIRECTS + " redirects.");
        } catch (SSLException e) {
            requireTrusted(url, e);
            throw e;
        }
    }

    private Optional<URI> request(CloseableHttpClient client, URI at, PartialFile partial) throws IOException {
        HttpGet get = new HttpGet(at);
        get.addHeader(new BasicHeader("Accept-Encoding", "identity"));
        partial.validator().ifPresent(validator -> {
            get.addHeader(new BasicHeader("Range", "bytes=" + partial.size() + "-"));
            get.addHeader(new BasicHeader("If-Range", validator));
        });
        HttpHost host = new HttpHost(at.getScheme(), at.getHost(), at.getPort());
        // Closed, not consumed: what follows in the answer is not wanted.
        try (ClassicHttpResponse answer = client.executeOpen(host, get, null)) {
            return take(answer, at, partial);
        }
    }

    /** Where the server sends us on to; empty: the file is complete. */
    private Optional<URI> take(ClassicHttpResponse answer, URI at, PartialFile partial) throws IOException {
        int code = answer.getCode();
        return switch (code) {
            case 200 -> {
                partial.restart(validator(answer));
                body(answer, partial);
                yield Optional.empty();
            }
            case 206 -> {
                requireContinues(answer, partial);
                body(answer, partial);
                yield Optional.empty();
            }
            case 301, 302, 303, 307, 308 -> Optional.of(redirect(at, header(answer, "Location")));
            case 416 -> {
                partial.restart(null);
                throw later(answer);
            }
            case 401, 403, 407 ->
                throw problem(
                        at,
                        "answers " + code
                                + ": it wants a login, which a source does not have. Give a URL that may be read"
                                + " without one.");
            case 404, 410 -> throw problem(at, "answers " + code + ": there is no such file.");
            case 408, 425, 429 -> throw later(answer);
            default -> {
                if (code >= 500) {
                    throw later(answer);
                }
                throw problem(at, "answers " + code + " and no file.");
            }
        };
    }

    private void body(ClassicHttpResponse answer, PartialFile partial) throws IOException {
        if (answer.getEntity() == null) {
            return;
        }
        try (InputStream in = answer.getEntity().getContent()) {
            partial.add(in, stopCheck);
        }
    }

    private static void requireContinues(ClassicHttpResponse answer, PartialFile partial) throws IOException {
        String range = header(answer, "Content-Range");
        if (range == null || !range.startsWith("bytes " + partial.size() + "-")) {
            partial.restart(null);
            throw new HttpTrouble.Later("the server went on at another place than where it was cut", Duration.ZERO);
        }
    }

    /** What tells the file from another one of its name: a strong entity tag, else the time of its last change. */
    private static @Nullable String validator(ClassicHttpResponse answer) {
        String tag = header(answer, "ETag");
        return tag != null && tag.startsWith("\"") ? tag : header(answer, "Last-Modified");
    }

    private static @Nullable String header(ClassicHttpResponse answer, String name) {
        Header header = answer.getFirstHeader(name);
        return header == null ? null : header.getValue();
    }

    private static HttpTrouble.Later later(ClassicHttpResponse answer) {
        String after = header(answer, "Retry-After");
        boolean seconds = after != null && after.matches("\\d{1,6}");
        return new HttpTrouble.Later(
                "the server answers " + answer.getCode(),
                seconds ? Duration.ofSeconds(Long.parseLong(after)) : Duration.ZERO);
    }

    /** Where a redirect leads, if it may be followed. */
    static URI redirect(URI at, @Nullable String location) {
        URI next;
        try {
            next = at.resolve(location == null ? "" : location);
        } catch (IllegalArgumentException e) {
            throw problem(at, "redirects to what is no URL.");
        }
        if (location == null || location.isBlank() || next.getHost() == null || !isHttp(next)) {
            throw problem(at, "redirects to what is no http:// or https:// URL.");
        }
        if (next.getRawUserInfo() != null) {
            throw problem(at, "redirects to a URL with a user or password, which is not followed.");
        }
        if (at.getScheme().equalsIgnoreCase("https") && next.getScheme().equalsIgnoreCase("http")) {
            throw problem(at, "redirects from https to http (" + shown(next) + "), which is not followed.");
        }
        return next;
    }

    /** @throws StepException if a URL is not what the schema of a source takes */
    static void requireWellFormed(URI url) {
        if (url.getHost() == null || !isHttp(url) || url.getRawUserInfo() != null || url.getRawFragment() != null) {
            throw StepException.badInput(
                    "spec.source.http.url: give an http:// or https:// URL without user, password or fragment.");
        }
    }

    private static boolean isHttp(URI url) {
        String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
        return scheme.equals("http") || scheme.equals("https");
    }

    /** A URL in a sentence: without its query, which may hold a signature that opens the file. */
    static String shown(URI url) {
        return url.getScheme() + "://" + url.getRawAuthority() + url.getRawPath();
    }

    private static StepException problem(URI at, String what) {
        return StepException.badInput("spec.source.http.url: " + shown(at) + " " + what);
    }

    /** A certificate that is not trusted is not more so on the next try; other trouble of TLS may pass. */
    private static void requireTrusted(URI url, SSLException e) {
        if (e instanceof SSLPeerUnverifiedException) {
            throw problem(url, "has a certificate for other hosts: " + e.getMessage() + ".");
        }
        for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateException || cause instanceof CertPathBuilderException) {
                throw problem(url, "has a certificate that is not trusted: " + e.getMessage() + ".");
            }
        }
    }
}
