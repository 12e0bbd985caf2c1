package dev.millrace.server.http;

import dev.millrace.server.metrics.ServerMetrics;
import dev.millrace.server.protocol.Inference;
import dev.millrace.server.protocol.Inferences;
import dev.millrace.server.protocol.Refusal;
import dev.millrace.server.protocol.RefusedException;
import io.undertow.server.ExchangeCompletionListener;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.function.ToIntFunction;
import org.xnio.channels.StreamSourceChannel;

/**
 * {@code POST …/infer}. A small request is answered on the connection's own thread: handing it over would take longer than its
 * prediction. Larger bodies and predictions of many rows go to workers, so that probes and small requests do not wait for them.
 */
final class InferenceHandler implements HttpHandler, BodyReceiver.Next {
    private static final System.Logger LOG = System.getLogger(InferenceHandler.class.getName());

    private final Inferences inferences;
    private final RequestBody.Limits limits;
    private final ServerMetrics metrics;
    private final Replies replies;
    private final int rowsInPlace;
    private final ExchangeCompletionListener completion;

    /**
     * What requests may take.
     *
     * @param body of each
     * @param rowsInPlace the rows that a connection's own thread may predict
     */
    record Limits(RequestBody.Limits body, int rowsInPlace) {}

    InferenceHandler(Inferences inferences, Limits limits, ServerMetrics metrics, Replies replies) {
        this.inferences = inferences;
        this.limits = limits.body();
        this.rowsInPlace = limits.rowsInPlace();
        this.metrics = metrics;
        this.replies = replies;
        this.completion = (exchange, next) -> {
            metrics.end(exchange.getStatusCode(), System.nanoTime() - exchange.getRequestStartTime());
            next.proceed();
        };
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) {
        metrics.begin();
        exchange.addExchangeCompleteListener(completion);
        guarded(exchange, this::begin);
    }

    private void begin(HttpServerExchange exchange) throws Exception {
        MediaTypes.requireJson(exchange.getRequestHeaders());
        limits.check(exchange);
        StreamSourceChannel channel = exchange.getRequestChannel();
        Inference inference = inferences.borrow();
        boolean whole = false;
        try {
            ByteBuffer begun = inference.smallBody();
            int count = channel.read(begun);
            while (count > 0 && begun.hasRemaining()) {
                count = channel.read(begun);
            }
            whole = count < 0;
            if (whole) {
                answer(exchange, inference, Inference::readSmallBody);
            } else {
                RequestBody body = new RequestBody(limits, begun.flip());
                new BodyReceiver(exchange, channel, body, this).start(limits.seconds());
            }
        } finally {
            if (!whole) {
                inferences.giveBack(inference);
            }
        }
    }

    @Override
    public void received(HttpServerExchange exchange, RequestBody body) {
        HttpHandler work = e -> {
            try {
                answer(e, inferences.borrow(), body::readBy);
            } finally {
                body.release();
            }
        };
        if (body.isSmall()) {
            guarded(exchange, work);
        } else {
            exchange.dispatch(() -> guarded(exchange, work));
        }
    }

    @Override
    public void refused(HttpServerExchange exchange, RequestBody body, RefusedException refused) {
        body.release();
        refuse(exchange, refused);
    }

    /** Answers what {@code reading} reads, and gives the inference back. */
    private void answer(HttpServerExchange exchange, Inference inference, ToIntFunction<Inference> reading) {
        boolean handedOver = false;
        try {
            int rows = reading.applyAsInt(inference);
            if (rows > rowsInPlace && exchange.isInIoThread()) {
                handedOver = true;
                exchange.dispatch(() -> guarded(exchange, e -> {
                    try {
                        predict(e, inference, rows);
                    } finally {
                        inferences.giveBack(inference);
                    }
                }));
            } else {
                predict(exchange, inference, rows);
            }
        } finally {
            if (!handedOver) {
                inferences.giveBack(inference);
            }
        }
    }

    private void predict(HttpServerExchange exchange, Inference inference, int rows) {
        byte[] response = inference.answer();
        metrics.predicted(rows);
        replies.json(exchange, response);
    }

    private void guarded(HttpServerExchange exchange, HttpHandler work) {
        try {
            work.handleRequest(exchange);
        } catch (RefusedException e) {
            refuse(exchange, e);
        } catch (IOException e) {
            refuse(
                    exchange,
                    new RefusedException(
                            Refusal.INCOMPLETE_BODY, "the connection broke before the whole body was there"));
        } catch (Exception e) {
            LOG.log(Level.ERROR, "a request could not be answered", e);
            refuse(exchange, new RefusedException(Refusal.INTERNAL, "the server failed; its log says why"));
        }
    }

    private void refuse(HttpServerExchange exchange, RefusedException refused) {
        metrics.refused(refused.refusal());
        replies.refusal(exchange, refused);
    }
}
