package dev.millrace.server.http;

import dev.millrace.contract.Json;
import dev.millrace.server.protocol.RefusedException;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import java.nio.ByteBuffer;
import java.util.function.BooleanSupplier;

/** Sends answers. While the server goes, each of them closes its connection, so that the client comes back to another server. */
final class Replies {
    private static final String JSON = "application/json";

    private final BooleanSupplier going;

    Replies(BooleanSupplier going) {
        this.going = going;
    }

    private record ErrorBody(String error) {}

    private static byte[] error(String message) {
        return Json.bytes(new ErrorBody(message));
    }

    /** Sends JSON with the status that is set. */
    void json(HttpServerExchange exchange, byte[] body) {
        send(exchange, JSON, body);
    }

    void send(HttpServerExchange exchange, String mediaType, byte[] body) {
        if (going.getAsBoolean()) {
            exchange.setPersistent(false);
        }
        exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, mediaType);
        exchange.setResponseContentLength(body.length);
        exchange.getResponseSender().send(ByteBuffer.wrap(body));
    }

    /**
     * Sends the protocol's error. A connection whose request was not read to its end is closed, for the next request would begin in the
     * middle of this one.
     */
    void refusal(HttpServerExchange exchange, RefusedException refused) {
        if (!exchange.isRequestComplete()) {
            exchange.setPersistent(false);
        }
        exchange.setStatusCode(refused.refusal().status());
        json(exchange, error(refused.detail()));
    }
}
