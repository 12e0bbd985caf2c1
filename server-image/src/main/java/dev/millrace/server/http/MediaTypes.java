package dev.millrace.server.http;

import dev.millrace.server.protocol.Quoted;
import dev.millrace.server.protocol.Refusal;
import dev.millrace.server.protocol.RefusedException;
import io.undertow.util.HeaderMap;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.util.Locale;
import java.util.Set;

/** Whether a body is what this server reads: JSON in UTF-8, not compressed. */
final class MediaTypes {
    private static final HttpString BINARY_TENSORS = new HttpString("Inference-Header-Content-Length");

    /** {@code curl -d} says that what it sends is a form, unless it is told otherwise; no browser form is JSON. */
    private static final Set<String> READ = Set.of("application/json", "application/x-www-form-urlencoded");

    private MediaTypes() {}

    /** @throws RefusedException if the headers promise something else; no content type promises JSON */
    static void requireJson(HeaderMap headers) {
        String type = headers.getFirst(Headers.CONTENT_TYPE);
        if (type != null && !type.equals("application/json")) {
            requireJson(type);
        }
        String encoding = headers.getFirst(Headers.CONTENT_ENCODING);
        if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
            throw refused(
                    "Content-Encoding '%s' is not read: send the body as it is".formatted(Quoted.shortened(encoding)));
        }
        if (headers.contains(BINARY_TENSORS)) {
            throw refused("Inference-Header-Content-Length: binary tensors are not read: send their data as JSON");
        }
    }

    private static void requireJson(String type) {
        String[] parts = type.toLowerCase(Locale.ROOT).split(";", -1);
        if (!READ.contains(parts[0].strip())) {
            throw refused("Content-Type '%s' is not read: send application/json".formatted(Quoted.shortened(type)));
        }
        for (int i = 1; i < parts.length; i++) {
            String parameter = parts[i].strip().replace("\"", "");
            if (parameter.startsWith("charset=") && !parameter.equals("charset=utf-8")) {
                throw refused("Content-Type '%s' is not read: send UTF-8".formatted(Quoted.shortened(type)));
            }
        }
    }

    private static RefusedException refused(String message) {
        return new RefusedException(Refusal.UNSUPPORTED_MEDIA_TYPE, message);
    }
}
