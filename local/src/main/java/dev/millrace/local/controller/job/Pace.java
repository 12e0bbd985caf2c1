package dev.millrace.local.controller.job;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Gives turns, each to a key of its own: a few at once, and then one after each interval, in the order in which keys asked. Turns that nobody
 * took are saved up, as many as are given at once.
 */
final class Pace {
    private final Clock clock;
    private final Duration interval;
    private final Duration saved;
    private final Later later;
    private final Consumer<String> caller;
    private final Set<String> waiting = new LinkedHashSet<>();
    private final Set<String> called = new HashSet<>();
    private Instant next = Instant.MIN;

    /** Has something done after a while. */
    interface Later {
        void after(Duration delay, Runnable work);
    }

    /**
     * How fast.
     *
     * @param burst turns that are given at once, at least 1
     * @param interval between those that follow
     */
    record Rate(int burst, Duration interval) {}

    /**
     * A pace.
     *
     * @param caller is told of each key whose turn has come after it had to wait: it may ask again
     */
    Pace(Rate rate, Clock clock, Later later, Consumer<String> caller) {
        this.clock = clock;
        this.interval = rate.interval();
        this.saved = rate.interval().multipliedBy(rate.burst() - 1L);
        this.later = later;
        this.caller = caller;
    }

    /** Whether it is the key's turn, which is taken by that. If not, it is called when it is. */
    synchronized boolean take(String key) {
        if (called.remove(key)) {
            return true;
        }
        if (waiting.isEmpty() && isFree(clock.instant())) {
            spend(clock.instant());
            return true;
        }
        if (waiting.add(key) && waiting.size() == 1) {
            callLater();
        }
        return false;
    }

    private boolean isFree(Instant now) {
        return !next.isAfter(now);
    }

    private void spend(Instant now) {
        Instant earliest = now.minus(saved);
        next = (next.isBefore(earliest) ? earliest : next).plus(interval);
    }

    private void callLater() {
        Duration wait = Duration.between(clock.instant(), next);
        later.after(wait.isNegative() ? Duration.ZERO : wait, this::call);
    }

    private void call() {
        String key;
        synchronized (this) {
            Iterator<String> first = waiting.iterator();
            if (!first.hasNext()) {
                return;
            }
            Instant now = clock.instant();
            if (!isFree(now)) {
                callLater();
                return;
            }
            key = first.next();
            first.remove();
            called.add(key);
            spend(now);
            if (!waiting.isEmpty()) {
                callLater();
            }
        }
        caller.accept(key);
    }

    /** The key wants no turn any more: the others have theirs sooner. */
    synchronized void leave(String key) {
        waiting.remove(key);
        called.remove(key);
    }
}
