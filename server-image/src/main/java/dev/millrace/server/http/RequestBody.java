package dev.millrace.server.http;

import dev.millrace.server.protocol.Inference;
import dev.millrace.server.protocol.Refusal;
import dev.millrace.server.protocol.RefusedException;
import io.undertow.server.HttpServerExchange;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The bytes of a body as they arrive. They grow with what is there, not with what was announced: a client that announces much and sends
 * little costs little.
 */
final class RequestBody {
    private static final int SMALL = 16 * 1024;

    private final Limits limits;
    private byte[] bytes;
    private int length;
    private long taken;

    /**
     * What is granted to bodies.
     *
     * @param maxBytes of one body
     * @param seconds within which it has to be there
     * @param memory for all that are not small
     */
    record Limits(int maxBytes, int seconds, MemoryBudget memory) {
        /** @throws RefusedException if the body is announced to be too large */
        void check(HttpServerExchange exchange) {
            if (exchange.getRequestContentLength() > maxBytes) {
                throw tooLarge();
            }
        }

        RefusedException tooLarge() {
            return new RefusedException(
                    Refusal.TOO_LARGE,
                    "the body is larger than %d bytes: send fewer rows in each request".formatted(maxBytes));
        }
    }

    /** @param begun with its first bytes */
    RequestBody(Limits limits, ByteBuffer begun) {
        this.limits = limits;
        this.length = begun.remaining();
        this.bytes = new byte[Math.max(512, length)];
        begun.get(bytes, 0, length);
    }

    /** Lets an inference read it. */
    int readBy(Inference inference) {
        return inference.read(bytes, length);
    }

    /** Whether reading it takes no time worth a thread of its own. */
    boolean isSmall() {
        return length <= SMALL;
    }

    /** @throws RefusedException if the body is too large, by itself or together with the others */
    void append(ByteBuffer more) {
        int needed = length + more.remaining();
        if (needed > limits.maxBytes()) {
            throw limits.tooLarge();
        }
        if (needed > bytes.length) {
            int size = (int) Math.min(limits.maxBytes(), Math.max(needed, 2L * bytes.length));
            limits.memory().take(size - taken);
            taken = size;
            bytes = Arrays.copyOf(bytes, size);
        }
        more.get(bytes, length, more.remaining());
        length = needed;
    }

    /** Gives the memory back when the bytes are needed no more. */
    void release() {
        limits.memory().giveBack(taken);
        taken = 0;
        bytes = new byte[0];
        length = 0;
    }
}
