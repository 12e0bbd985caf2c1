package dev.millrace.contract.drift;

import java.util.stream.LongStream;

/**
 * How far one sample has moved from another, as their counts in the same bins tell.
 *
 * @param psi the population stability index: Σ (q − p)·ln(q / p) over the bins, with the shares p of the one and q of the other. Half a count is added to
 *     each bin, so that an empty one has a share; bins that are empty in both do not count
 * @param noise what the index exceeds by chance in one of a thousand comparisons of samples of these sizes, if nothing has moved
 */
public record Drift(double psi, double noise) {
    private static final double FALSE_ALARMS = 0.001;

    /**
     * Compares two samples whose counts are of independent things, such as rows.
     *
     * @param baseline counts in each bin
     * @param observed counts in the same bins
     * @param comparisons that are made together: one of them cries wolf in one of a thousand times (Bonferroni)
     */
    public static Drift between(long[] baseline, long[] observed, int comparisons) {
        return between(
                baseline,
                observed,
                new Sizes(LongStream.of(baseline).sum(), LongStream.of(observed).sum()),
                comparisons);
    }

    /**
     * Compares two samples.
     *
     * @param sizes of the samples, in independent things: texts, where words are counted
     */
    public static Drift between(long[] baseline, long[] observed, Sizes sizes, int comparisons) {
        int bins = 0;
        for (int bin = 0; bin < baseline.length; bin++) {
            if (baseline[bin] + observed[bin] > 0) {
                bins++;
            }
        }
        if (bins < 2 || sizes.baseline() == 0 || sizes.observed() == 0) {
            return new Drift(0, 0);
        }
        double before = LongStream.of(baseline).sum() + bins / 2.0;
        double now = LongStream.of(observed).sum() + bins / 2.0;
        double psi = 0;
        for (int bin = 0; bin < baseline.length; bin++) {
            if (baseline[bin] + observed[bin] > 0) {
                double p = (baseline[bin] + 0.5) / before;
                double q = (observed[bin] + 0.5) / now;
                psi += (q - p) * StrictMath.log(q / p);
            }
        }
        // Without drift, PSI is distributed as (1/n + 1/m) times chi-square with one degree of freedom less than bins
        // (Yurdakul and Naranjo, Statistical properties of the population stability index, 2020).
        double noise = (1.0 / sizes.baseline() + 1.0 / sizes.observed())
                * ChiSquare.quantile(FALSE_ALARMS / Math.max(1, comparisons), bins - 1);
        return new Drift(psi, noise);
    }

    /** Numbers of independent things that two samples are of. */
    public record Sizes(long baseline, long observed) {}

    /** Whether there is more drift than a limit, and more than chance makes. */
    public boolean exceeds(double limit) {
        return psi > limit && psi > noise;
    }
}
