package dev.millrace.operator.collection;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets a {@link Collector} work from time to time, in the process that leads. */
public final class CollectionTimer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CollectionTimer.class);
    /** How soon the end of a collection is told. */
    private static final Duration LONGEST_TICK = Duration.ofSeconds(30);

    private final Collector collector;
    private final Duration interval;
    private final BooleanSupplier leading;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread collections = new Thread(work, "collections");
        collections.setDaemon(true);
        return collections;
    });

    /** @param interval between two looks for what was deleted; zero: it never works */
    public CollectionTimer(Collector collector, Duration interval, BooleanSupplier leading) {
        this.collector = collector;
        this.interval = interval;
        this.leading = leading;
    }

    /** Begins. */
    public void start() {
        if (!interval.isZero()) {
            long tick = Math.min(interval.toMillis(), LONGEST_TICK.toMillis());
            Future<?> unused = thread.scheduleWithFixedDelay(this::tick, tick, tick, TimeUnit.MILLISECONDS);
        }
    }

    /** An exception would end the schedule. */
    private void tick() {
        if (!leading.getAsBoolean()) {
            return;
        }
        try {
            collector.tick();
        } catch (RuntimeException e) {
            LOG.error("collections failed with a defect, and are tried again", e);
        }
    }

    /** What is being requested is not waited for: the next leader finds it, whole or not. */
    @Override
    public void close() {
        thread.shutdownNow();
    }
}
