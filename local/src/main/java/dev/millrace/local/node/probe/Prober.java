package dev.millrace.local.node.probe;

import dev.millrace.local.timer.Timers;
import io.fabric8.kubernetes.api.model.Probe;
import java.time.Duration;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Looks at one container by one probe, again and again, and tells when it has made up its mind.
 *
 * <p>As many looks in a row as the probe's thresholds say make it healthy or unhealthy.
 */
public final class Prober implements AutoCloseable {
    private final Probe probe;
    private final ProbeTarget target;
    private final Threads threads;
    private final Listener listener;
    private boolean lastHealthy;
    private int inARow;
    private volatile boolean closed;

    /**
     * Where it runs.
     *
     * @param clock tells when to look
     * @param looks blocks while a look takes its time
     */
    public record Threads(Timers clock, Executor looks) {}

    /** What is told, on the threads that look. */
    public interface Listener {
        /** The threshold was reached, by this look or an earlier one. */
        void decided(boolean healthy, String message);

        /** A look went badly. */
        void failed(String message);
    }

    private Prober(Probe probe, ProbeTarget target, Threads threads, Listener listener) {
        this.probe = probe;
        this.target = target;
        this.threads = threads;
        this.listener = listener;
    }

    /** Begins to look, after the probe's initial delay. */
    public static Prober start(Probe probe, ProbeTarget target, Threads threads, Listener listener) {
        Prober prober = new Prober(probe, target, threads, listener);
        prober.later(Duration.ofSeconds(orElse(probe.getInitialDelaySeconds(), 0)));
        return prober;
    }

    private void later(Duration delay) {
        if (!closed) {
            threads.clock().later(delay, () -> threads.looks().execute(this::look));
        }
    }

    private void look() {
        if (closed) {
            return;
        }
        long begin = System.nanoTime();
        ProbeResult result = Looks.look(probe, target);
        if (closed) {
            return;
        }
        inARow = result.healthy() == lastHealthy ? inARow + 1 : 1;
        lastHealthy = result.healthy();
        if (!result.healthy()) {
            listener.failed(result.message());
        }
        int threshold =
                result.healthy() ? orElse(probe.getSuccessThreshold(), 1) : orElse(probe.getFailureThreshold(), 3);
        if (inARow >= threshold) {
            listener.decided(result.healthy(), result.message());
        }
        Duration period = Duration.ofSeconds(orElse(probe.getPeriodSeconds(), 10));
        Duration left = period.minusNanos(System.nanoTime() - begin);
        later(left.isNegative() ? Duration.ZERO : left);
    }

    /** Looks no more. */
    @Override
    public void close() {
        closed = true;
    }

    private static int orElse(@Nullable Integer value, int otherwise) {
        return value == null ? otherwise : value;
    }
}
