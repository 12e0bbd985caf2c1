package dev.millrace.server.http;

import dev.millrace.server.protocol.Refusal;
import dev.millrace.server.protocol.RefusedException;
import io.undertow.connector.PooledByteBuffer;
import io.undertow.server.Connectors;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.xnio.XnioExecutor;
import org.xnio.channels.StreamSourceChannel;

/** Receives a body that did not come together with its request's head: without a thread, and only for so long. */
final class BodyReceiver {
    private final HttpServerExchange exchange;
    private final StreamSourceChannel channel;
    private final RequestBody body;
    private final Next next;
    private XnioExecutor.@Nullable Key deadline;
    private boolean finished;

    /** What happens then, on the connection's own thread. One of the two is called, once. */
    interface Next {
        void received(HttpServerExchange exchange, RequestBody body);

        void refused(HttpServerExchange exchange, RequestBody body, RefusedException refused);
    }

    BodyReceiver(HttpServerExchange exchange, StreamSourceChannel channel, RequestBody body, Next next) {
        this.exchange = exchange;
        this.channel = channel;
        this.body = body;
        this.next = next;
    }

    void start(int seconds) {
        channel.getReadSetter().set(ready -> readAvailable());
        deadline = exchange.getIoThread()
                .executeAfter(
                        () -> refuse(Refusal.TOO_SLOW, "the body was not there within %d seconds".formatted(seconds)),
                        seconds,
                        TimeUnit.SECONDS);
        channel.resumeReads();
    }

    private void readAvailable() {
        try (PooledByteBuffer pooled =
                exchange.getConnection().getByteBufferPool().allocate()) {
            ByteBuffer buffer = pooled.getBuffer();
            int count = channel.read(buffer.clear());
            while (count > 0) {
                body.append(buffer.flip());
                count = channel.read(buffer.clear());
            }
            if (count < 0) {
                finish(then -> next.received(then, body));
            }
        } catch (RefusedException e) {
            finish(then -> next.refused(then, body, e));
        } catch (IOException e) {
            refuse(Refusal.INCOMPLETE_BODY, "the connection broke before the whole body was there");
        }
    }

    private void refuse(Refusal refusal, String message) {
        finish(then -> next.refused(then, body, new RefusedException(refusal, message)));
    }

    private void finish(HttpHandler then) {
        if (finished) {
            return;
        }
        finished = true;
        if (deadline != null) {
            deadline.remove();
        }
        channel.suspendReads();
        channel.getReadSetter().set(null);
        Connectors.executeRootHandler(then, exchange);
    }
}
