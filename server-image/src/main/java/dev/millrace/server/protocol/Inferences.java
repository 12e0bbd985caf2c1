package dev.millrace.server.protocol;

import dev.millrace.server.inference.Predictor;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** Lends {@link Inference}s: as many as requests are under way at once, of which a few are kept. */
public final class Inferences {
    private static final int KEPT = 32;

    /** Values of one request's columns: 8 MiB of doubles, twice while they are copied to tensors. */
    private static final int MOST_VALUES = 1 << 20;

    private final ConcurrentLinkedQueue<Inference> idle = new ConcurrentLinkedQueue<>();
    private final AtomicInteger idleCount = new AtomicInteger();
    private final Predictor predictor;
    private final ModelIdentity identity;
    private final int maxRows;

    /** @param maxRows of one request; fewer where the model has many columns */
    public Inferences(Predictor predictor, ModelIdentity identity, int maxRows) {
        this.predictor = predictor;
        this.identity = identity;
        this.maxRows = Math.min(
                maxRows,
                Math.max(1, MOST_VALUES / Math.max(1, predictor.schema().size())));
    }

    /** One for a request; to be given back when its response is sent. */
    public Inference borrow() {
        Inference inference = idle.poll();
        if (inference == null) {
            return new Inference(predictor, identity, maxRows);
        }
        idleCount.decrementAndGet();
        return inference;
    }

    public void giveBack(Inference inference) {
        if (inference.isLarge() || idleCount.get() >= KEPT) {
            inference.close();
        } else {
            idleCount.incrementAndGet();
            idle.add(inference);
        }
    }

    /** The rows that one request may have. */
    public int maxRows() {
        return maxRows;
    }
}
