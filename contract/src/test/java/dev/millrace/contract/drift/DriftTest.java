package dev.millrace.contract.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.contract.drift.Drift.Sizes;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class DriftTest {
    @Test
    void theFormula() {
        Drift drift = Drift.between(new long[] {60, 40, 0}, new long[] {20, 80, 0}, 1);

        double p = 60.5 / 101;
        double q = 20.5 / 101;
        double expected = (q - p) * Math.log(q / p) + (p - q) * Math.log((1 - q) / (1 - p));
        assertThat(drift.psi()).isCloseTo(expected, within(1e-12));
        assertThat(drift.noise()).isCloseTo(2 / 100.0 * 10.8276, within(1e-5));
        assertThat(drift.exceeds(0.25)).isTrue();
        assertThat(drift.exceeds(0.9)).isFalse();
    }

    /** A handful of rows says nothing, however different they look. */
    @Test
    void aFewRowsAreNoDrift() {
        Drift drift = Drift.between(new long[] {500, 500}, new long[] {5, 1}, 1);

        assertThat(drift.psi()).isGreaterThan(0.25);
        assertThat(drift.exceeds(0.25)).isFalse();
    }

    @Test
    void oneValueThatBecomesAnotherDrifts() {
        assertThat(Drift.between(new long[] {0, 900, 0}, new long[] {0, 0, 900}, 30)
                        .exceeds(0.25))
                .isTrue();
    }

    @Property
    void theSameSharesAreNoDrift(
            @ForAll @Size(min = 2, max = 20) List<@LongRange(min = 50, max = 10_000) Long> counts) {
        long[] baseline = counts.stream().mapToLong(n -> n).toArray();
        long[] tenfold = Arrays.stream(baseline).map(n -> n * 10).toArray();

        Drift drift = Drift.between(baseline, tenfold, 1);

        assertThat(drift.psi()).isBetween(0.0, 0.01);
        assertThat(drift.exceeds(0.01)).isFalse();
    }

    @Property
    void thereAndBackIsTheSameWay(
            @ForAll @Size(5) List<@LongRange(max = 1_000) Long> one,
            @ForAll @Size(5) List<@LongRange(max = 1_000) Long> other) {
        long[] a = one.stream().mapToLong(n -> n).toArray();
        long[] b = other.stream().mapToLong(n -> n).toArray();

        assertThat(Drift.between(a, b, 3).psi())
                .isCloseTo(Drift.between(b, a, 3).psi(), within(1e-9))
                .isNotNegative();
    }

    /** What design promises of small samples: plain PSI over 0.25 cries wolf here often, with the noise hardly ever. */
    @Property(tries = 20)
    void chanceAloneIsHardlyEverDrift(
            @ForAll @IntRange(min = 30, max = 1_000) int rows,
            @ForAll @IntRange(min = 2, max = 20) int bins,
            @ForAll long seed) {
        Random random = new Random(seed);
        int alarms = 0;
        for (int i = 0; i < 100; i++) {
            if (Drift.between(sample(random, bins, 10_000), sample(random, bins, rows), 1)
                    .exceeds(0)) {
                alarms++;
            }
        }

        assertThat(alarms).isLessThanOrEqualTo(3);
    }

    private static long[] sample(Random random, int bins, int rows) {
        long[] counts = new long[bins];
        for (int i = 0; i < rows; i++) {
            counts[random.nextInt(bins)]++;
        }
        return counts;
    }

    @Test
    void fewTextsOfManyWordsAreFew() {
        long[] before = {900, 100};
        long[] now = {400, 600};

        assertThat(Drift.between(before, now, 1).exceeds(0.25)).isTrue();
        assertThat(Drift.between(before, now, new Sizes(10, 10), 1).exceeds(0.25))
                .isFalse();
    }

    @Test
    void binsHaveOpenEnds() {
        NumberBins bins = new NumberBins(List.of(1.0, 2.0), List.of(3L, 4L, 5L));

        assertThat(List.of(bins.bin(-9), bins.bin(1), bins.bin(1.5), bins.bin(2), bins.bin(2.1), bins.bin(99)))
                .containsExactly(0, 0, 1, 1, 2, 2);
    }
}
