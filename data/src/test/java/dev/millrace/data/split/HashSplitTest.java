package dev.millrace.data.split;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.contract.Split;
import dev.millrace.contract.plan.SplitPlan.Fractions;
import dev.millrace.data.rows.Values;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class HashSplitTest {
    private static final Fractions FRACTIONS = new Fractions(0.7, 0.2, 0.1);

    private static Values column(long... values) {
        return new Values.Longs(values, new boolean[values.length], values.length);
    }

    private static long[] randoms(int rows, long seed) {
        return new Random(seed).longs(rows).toArray();
    }

    private static HashSplit split(long seed) {
        return new HashSplit(new int[] {0}, -1, FRACTIONS, seed);
    }

    @Property(tries = 20)
    void aRowKeepsItsSplitWhereverItStands(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 3_000) int before, @ForAll long data) {
        long[] rows = randoms(100, data);
        byte[] alone = split(seed).codes(List.of(column(rows)));

        long[] more = new long[before + rows.length];
        System.arraycopy(randoms(before, data + 1), 0, more, 0, before);
        System.arraycopy(rows, 0, more, before, rows.length);
        byte[] among = split(seed).codes(List.of(column(more)));

        assertThat(Arrays.copyOfRange(among, before, more.length)).isEqualTo(alone);
    }

    @Property(tries = 20)
    void otherColumnsDoNotMatter(@ForAll long seed, @ForAll long data) {
        Values key = column(randoms(50, data));

        assertThat(split(seed).codes(List.of(key, column(randoms(50, 1)))))
                .isEqualTo(split(seed).codes(List.of(key, column(randoms(50, 2)))));
    }

    @Property(tries = 10)
    void theFractionsAreMet(@ForAll @LongRange(min = 0, max = 1_000) long seed) {
        byte[] codes = split(seed).codes(List.of(column(randoms(20_000, 3))));

        assertThat(share(codes, Split.TRAIN)).isBetween(0.68, 0.72);
        assertThat(share(codes, Split.VALIDATION)).isBetween(0.18, 0.22);
        assertThat(share(codes, Split.TEST)).isBetween(0.08, 0.12);
    }

    private static double share(byte[] codes, Split split) {
        int count = 0;
        for (byte code : codes) {
            count += code == split.code() ? 1 : 0;
        }
        return count / (double) codes.length;
    }

    @Test
    void anotherSeedIsAnotherSplit() {
        List<Values> rows = List.of(column(randoms(100, 3)));

        assertThat(split(1).codes(rows)).isNotEqualTo(split(2).codes(rows));
    }

    @Test
    void rowsWithoutALabelAreInNone() {
        Values label = new Values.Longs(new long[] {1, 0, 1}, new boolean[] {false, true, false}, 3);

        byte[] codes = new HashSplit(new int[] {0}, 1, FRACTIONS, 7).codes(List.of(column(1, 2, 3), label));

        assertThat(codes[1]).isEqualTo(Split.NONE);
        assertThat(codes[0]).isNotEqualTo(Split.NONE);
        assertThat(codes[2]).isNotEqualTo(Split.NONE);
    }

    @Test
    void aSplitOfNothingGetsNothing() {
        List<Values> rows = List.of(column(randoms(10_000, 3)));
        byte[] twoThirds = new HashSplit(new int[] {0}, -1, new Fractions(0.1 + 0.2, 0.7 - 1e-17, 0), 7).codes(rows);
        byte[] onlyTrain = new HashSplit(new int[] {0}, -1, new Fractions(0.9999999999, 0, 0), 7).codes(rows);

        assertThat(share(twoThirds, Split.TEST)).isZero();
        assertThat(share(onlyTrain, Split.TRAIN)).isEqualTo(1);
    }
}
