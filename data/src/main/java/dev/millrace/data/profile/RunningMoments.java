package dev.millrace.data.profile;

import dev.millrace.contract.dataset.Profile.Moments;
import org.jspecify.annotations.Nullable;

/**
 * Smallest, largest, mean and standard deviation of weighted values, taken one after another (West 1979: stable in one pass). The order
 * of the values decides the last bits, so feed them by rising value: then the figures do not depend on the order of the rows.
 */
final class RunningMoments {
    private long count;
    private double min = Double.POSITIVE_INFINITY;
    private double max = Double.NEGATIVE_INFINITY;
    private double mean;
    private double squares;

    /** Takes a value that occurs so often. */
    void add(double value, long times) {
        count += times;
        min = Math.min(min, value);
        max = Math.max(max, value);
        double before = value - mean;
        mean += before * times / count;
        squares += before * (value - mean) * times;
    }

    /** The figures; null if there were no values. */
    @Nullable
    Moments moments() {
        return count == 0 ? null : new Moments(min + 0.0, max + 0.0, mean, Math.sqrt(squares / count));
    }
}
