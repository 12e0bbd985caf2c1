package dev.millrace.local.timer;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has work done at once, later, or again and again, on a few daemon threads. Once closed, work is dropped. */
public final class Timers implements Executor, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Timers.class);

    private final ScheduledExecutorService threads;

    /**
     * Begins.
     *
     * @param name of the threads
     * @param count of them
     */
    public Timers(String name, int count) {
        threads = Executors.newScheduledThreadPool(count, work -> {
            Thread thread = new Thread(work, name);
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Has work done as soon as a thread is free. */
    @Override
    public void execute(Runnable work) {
        later(Duration.ZERO, work);
    }

    /** Has work done after a while. */
    public void later(Duration delay, Runnable work) {
        try {
            Future<?> unused = threads.schedule(safe(work), delay.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("closed: work is dropped", e);
        }
    }

    /** Has work done again and again, first after one period. */
    public void every(Duration period, Runnable work) {
        try {
            Future<?> unused = threads.scheduleWithFixedDelay(
                    safe(work), period.toMillis(), period.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("closed: work is dropped", e);
        }
    }

    /** What fails must not end a series, nor go unseen. */
    private Runnable safe(Runnable work) {
        return () -> {
            try {
                work.run();
            } catch (RuntimeException e) {
                if (!threads.isShutdown()) {
                    LOG.error("work failed", e);
                }
            }
        };
    }

    public boolean isClosed() {
        return threads.isShutdown();
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
