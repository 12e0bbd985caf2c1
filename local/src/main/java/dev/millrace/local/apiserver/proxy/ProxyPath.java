package dev.millrace.local.apiserver.proxy;

import dev.millrace.local.apiserver.failure.Reason;
import dev.millrace.local.apiserver.failure.Refused;
import java.util.List;

/**
 * What the path of a request names: {@code [scheme:]name[:port]}, {@code /proxy}, and what is asked for behind it.
 *
 * @param port a number or a name; empty where none is given
 * @param rest path and query as they came, beginning with a slash
 */
record ProxyPath(String name, String port, String rest) {
    private static final String MARK = "/proxy";

    /**
     * Takes it apart.
     *
     * @param target the segment that names the service or pod
     * @param uri of the request
     */
    static ProxyPath parse(String target, String uri) {
        List<String> parts = List.of(target.split(":", -1));
        String scheme = parts.size() == 3 ? parts.get(0) : "";
        if (parts.size() > 3) {
            throw Refused.badRequest("invalid service request \"" + target + "\"");
        }
        if (!scheme.isEmpty() && !scheme.equals("http")) {
            throw Refused.because(
                    Reason.NOT_IMPLEMENTED, "this API server reaches pods over http alone, not " + scheme);
        }
        int name = parts.size() == 3 ? 1 : 0;
        return new ProxyPath(parts.get(name), parts.size() > 1 ? parts.get(name + 1) : "", rest(uri));
    }

    private static String rest(String uri) {
        int query = uri.indexOf('?');
        String path = query < 0 ? uri : uri.substring(0, query);
        // Only the first one is the subresource: a pod may serve such a path, too.
        int end = path.indexOf(MARK, path.indexOf("/namespaces/")) + MARK.length();
        String behind = path.substring(end);
        return (behind.isEmpty() ? "/" : behind) + (query < 0 ? "" : uri.substring(query));
    }
}
