package dev.millrace.operator.dataset;

import java.net.URI;
import java.net.URISyntaxException;

/** The address of a source's server. */
final class SourceUrl {
    private SourceUrl() {}

    /** Whether a client can use it: the schema's expressions let some through of which none can. */
    static boolean hasHost(String url) {
        try {
            return new URI(url).getHost() != null;
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
