package dev.millrace.operator.event;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends events one after another beside the reconciles, which do not wait for them, and slowly where they are many: a thousand runs that begin
 * at once have better use for the API server. Past what can wait, events are dropped, and the log says so.
 */
public final class Outbox implements Executor, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);
    private static final int MOST_WAITING = 2_000;
    private static final int AT_ONCE = 50;
    private static final long INTERVAL_NANOS = Duration.ofMillis(50).toNanos();
    private static final Duration LAST_EVENTS = Duration.ofSeconds(2);

    private final ThreadPoolExecutor sender =
            new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(MOST_WAITING), work -> {
                Thread thread = new Thread(work, "events");
                thread.setDaemon(true);
                return thread;
            });
    /** When the next would be due if none had come early. Of the sender's thread. */
    private long due = System.nanoTime();

    @Override
    public void execute(Runnable sending) {
        try {
            sender.execute(() -> {
                await();
                sending.run();
            });
        } catch (RejectedExecutionException e) {
            LOG.warn(
                    "an event was dropped: {} wait to be sent",
                    sender.getQueue().size());
        }
    }

    private void await() {
        long now = System.nanoTime();
        due = Math.max(due, now - AT_ONCE * INTERVAL_NANOS) + INTERVAL_NANOS;
        if (due > now && !sender.isShutdown()) {
            try {
                TimeUnit.NANOSECONDS.sleep(due - now);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Sends what waits, as far as there is time. */
    @Override
    public void close() {
        sender.shutdown();
        try {
            if (!sender.awaitTermination(LAST_EVENTS.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("{} events were not sent", sender.shutdownNow().size());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
