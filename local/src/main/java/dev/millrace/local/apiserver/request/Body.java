package dev.millrace.local.apiserver.request;

import dev.millrace.local.apiserver.document.Documents;
import dev.millrace.local.apiserver.document.Parsed;
import dev.millrace.local.apiserver.failure.Reason;
import dev.millrace.local.apiserver.failure.Refused;
import dev.millrace.local.apiserver.http.Exchange;
import dev.millrace.local.apiserver.protobuf.ProtobufReader;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** The body of a request. */
public final class Body {
    private static final List<String> OBJECTS =
            List.of("application/json", "application/yaml", ProtobufReader.MEDIA_TYPE);

    private Body() {}

    /** An object, as a POST or PUT sends it. */
    public static Parsed of(Exchange exchange) {
        return of(exchange, OBJECTS);
    }

    /** A document of one of some media types. */
    public static Parsed of(Exchange exchange, List<String> supported) {
        String type = contentType(exchange);
        if (!supported.contains(type)) {
            throw unsupported(supported);
        }
        try {
            if (type.equals(ProtobufReader.MEDIA_TYPE)) {
                return new Parsed(ProtobufReader.read(exchange.body()), List.of());
            }
            return type.endsWith("yaml") ? Documents.yaml(exchange.body()) : Documents.json(exchange.body());
        } catch (IOException e) {
            throw Refused.badRequest(String.valueOf(e.getMessage()));
        } catch (Documents.SyntaxException e) {
            throw Refused.badRequest("couldn't get version/kind; json parse error: " + e.getMessage());
        }
    }

    /** The media type, without its parameters; JSON where the client says nothing. */
    public static String contentType(Exchange exchange) {
        String header = exchange.headers().get(HttpHeaderNames.CONTENT_TYPE, "application/json");
        int parameters = header.indexOf(';');
        return (parameters < 0 ? header : header.substring(0, parameters))
                .trim()
                .toLowerCase(Locale.ROOT);
    }

    /** The body is of none of the types that would do. */
    public static Refused unsupported(List<String> supported) {
        return Refused.because(
                Reason.UNSUPPORTED_MEDIA_TYPE,
                "the body of the request was in an unknown format - accepted media types include: "
                        + String.join(", ", supported));
    }
}
