package dev.millrace.data.profile;

import java.util.ArrayList;
import java.util.List;

/**
 * Quantiles at 0, 0.05, …, 1 of values that come by rising value: each the smallest value whose cumulative share is at least that (type 1
 * of Hyndman and Fan, 1996).
 */
final class Quantiles {
    private static final int PARTS = 20;

    private final long total;
    private final List<Double> found = new ArrayList<>();
    private long seen;
    private long next;

    /** @param total values that will come */
    Quantiles(long total) {
        this.total = total;
        this.next = rank(0);
    }

    void add(double value, long count) {
        seen += count;
        while (seen >= next) {
            found.add(value);
            next = found.size() > PARTS ? Long.MAX_VALUE : rank(found.size());
        }
    }

    /** The rank, from 1, of a quantile: the share of the total, rounded up. */
    private long rank(int part) {
        return Math.max(1, Math.multiplyExact(part, total) / PARTS + (part * total % PARTS == 0 ? 0 : 1));
    }

    /** All of them, or none if there were no values. */
    List<Double> values() {
        return found;
    }
}
