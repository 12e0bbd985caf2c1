package dev.millrace.data.profile;

import dev.millrace.contract.drift.NumberBins;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes bins of a tenth each of values that come by rising value. Equal values are in one bin, and a value that makes up a tenth by itself has
 * a bin of its own, with whatever lies beside it in others.
 */
final class EqualShares {
    private static final int BINS = 10;

    private final long total;
    private final List<Double> bounds = new ArrayList<>();
    private final List<Long> counts = new ArrayList<>();
    private long open;
    private boolean lastIsHeavy;

    /** @param total values that will come */
    EqualShares(long total) {
        this.total = total;
    }

    void add(double value, long count) {
        if (count * BINS >= total) {
            double below = Math.nextDown(value);
            if (bounds.isEmpty() || bounds.get(bounds.size() - 1) < below) {
                close(below);
            }
            open = count;
            close(value);
            lastIsHeavy = true;
            return;
        }
        open += count;
        if (open * BINS >= total) {
            close(value);
            lastIsHeavy = false;
        }
    }

    private void close(double bound) {
        bounds.add(bound);
        counts.add(open);
        open = 0;
    }

    /** The bins; null if there were no values. */
    @Nullable
    NumberBins bins() {
        if (bounds.isEmpty()) {
            return null;
        }
        if (open == 0 && !lastIsHeavy) {
            bounds.remove(bounds.size() - 1);
        } else {
            counts.add(open);
        }
        return new NumberBins(bounds, counts);
    }
}
