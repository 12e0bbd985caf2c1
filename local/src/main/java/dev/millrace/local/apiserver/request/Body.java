package dev.millrace.local.apiserver.request;

import dev.millrace.local.apiserver.document.Documents;
import dev.millrace.local.apiserver.document.Parsed;
import dev.millrace.local.apiserver.failure.Reason;
import dev.millrace.local.apiserver.failure.Refused;
import dev.millrace.local.apiserver.http.Exchange;
import dev.millrace.local.apiserver.protobuf.ProtobufReader;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/** The body of a request. */
public final class Body {
    private static final List<String> OBJECTS =
            List.of("application/json", "application/yaml", ProtobufReader.MEDIA_TYPE);

    /** So many bytes of what is not understood are shown. */
    private static final int SHOWN = 30;

    private Body() {}

    /**
     * An object, as a POST or PUT sends it.
     *
     * @param kind that it should be of
     */
    public static Parsed of(Exchange exchange, String kind) {
        try {
            return parsed(exchange, OBJECTS);
        } catch (Documents.SyntaxException e) {
            throw unrecognized(kind, "couldn't get version/kind; json parse error: " + e.getMessage(), exchange.body());
        }
    }

    /** It cannot be told what it is; its beginning is shown. */
    public static Refused unrecognized(String kind, String why, byte[] body) {
        return Refused.badRequest("the object provided is unrecognized (must be of type " + kind + "): " + why + " ("
                + summary(body) + ")");
    }

    private static String summary(byte[] body) {
        if (body.length == 0) {
            return "<empty>";
        }
        int shown = Math.min(body.length, SHOWN);
        String text = body[0] == '{'
                ? new String(body, 0, shown, StandardCharsets.UTF_8)
                : HexFormat.of().formatHex(body, 0, shown);
        return shown < body.length ? text + " ..." : text;
    }

    /** A document of one of some media types. */
    public static Parsed of(Exchange exchange, List<String> supported) {
        try {
            return parsed(exchange, supported);
        } catch (Documents.SyntaxException e) {
            throw Refused.badRequest("error decoding patch: " + e.getMessage());
        }
    }

    private static Parsed parsed(Exchange exchange, List<String> supported) throws Documents.SyntaxException {
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
