package dev.millrace.contract.drift;

import java.util.Collections;
import java.util.List;

/**
 * Numbers in bins of about a tenth each, ends open. A value that makes up a tenth itself has a bin of its own.
 *
 * @param bounds the largest number of each bin but the last, rising
 * @param counts numbers in each bin: one more than bounds
 */
public record NumberBins(List<Double> bounds, List<Long> counts) {
    public NumberBins {
        bounds = List.copyOf(bounds);
        counts = List.copyOf(counts);
        if (counts.size() != bounds.size() + 1) {
            throw new IllegalArgumentException(
                    bounds.size() + " bounds make " + (bounds.size() + 1) + " bins, not " + counts.size());
        }
    }

    /** The index of the bin that a number falls into. */
    public int bin(double number) {
        int found = Collections.binarySearch(bounds, number);
        return found < 0 ? -found - 1 : found;
    }
}
