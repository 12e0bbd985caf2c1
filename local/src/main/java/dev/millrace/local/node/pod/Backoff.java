package dev.millrace.local.node.pod;

import java.time.Duration;

/** How long to wait before something that failed is tried again: a kubelet's 10 s, doubled up to 5 minutes. */
final class Backoff {
    private static final Duration FIRST = Duration.ofSeconds(10);
    private static final Duration LONGEST = Duration.ofMinutes(5);

    private Duration next = Duration.ZERO;
    private final Duration initial;

    private Backoff(Duration initial) {
        this.initial = initial;
        this.next = initial;
    }

    /** The first restart is at once. */
    static Backoff ofRestarts() {
        return new Backoff(Duration.ZERO);
    }

    /** The first retry is after 10 s. */
    static Backoff ofPulls() {
        return new Backoff(FIRST);
    }

    /** The wait before the next try; the one after that is longer. */
    Duration advance() {
        Duration now = next;
        Duration doubled = now.isZero() ? FIRST : now.multipliedBy(2);
        next = doubled.compareTo(LONGEST) > 0 ? LONGEST : doubled;
        return now;
    }

    /** It went well for long enough. */
    void reset() {
        next = initial;
    }
}
