package dev.millrace.data.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.contract.ColumnRole;
import dev.millrace.contract.ColumnType;
import dev.millrace.contract.Split;
import dev.millrace.contract.dataset.Profile.ColumnProfile;
import dev.millrace.contract.dataset.Profile.Gap;
import dev.millrace.contract.dataset.Profile.Moments;
import dev.millrace.contract.dataset.Profile.Statistics;
import dev.millrace.contract.dataset.Profile.TimeFigures;
import dev.millrace.contract.dataset.Profile.ValueCount;
import dev.millrace.contract.drift.NumberBins;
import dev.millrace.data.rows.Values;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ColumnProfilerTest {
    private static ColumnProfile profile(ColumnType type, int memory, Values values, byte[] splits) {
        try {
            Path folder = Files.createTempDirectory("profile");
            try (ColumnProfiler profiler = new ColumnProfiler("c", type, memory, folder)) {
                profiler.add(values, splits);
                return profiler.conclude(ColumnRole.FEATURE, Optional.empty()).profile();
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static Values texts(String... values) {
        int[] offsets = new int[values.length + 1];
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < values.length; i++) {
            all.append(values[i]);
            offsets[i + 1] = all.length();
        }
        return new Values.Texts(
                all.toString().getBytes(StandardCharsets.US_ASCII), offsets, new boolean[values.length], values.length);
    }

    private static byte[] splits(Split split, int rows) {
        byte[] codes = new byte[rows];
        Arrays.fill(codes, split.code());
        return codes;
    }

    @Test
    void figuresOfNumbers() {
        double[] values = {4, -2, Double.NaN, 4, -0.0};
        Values column = new Values.Doubles(values, new boolean[] {false, false, true, false, false}, 5);
        byte[] codes = {1, 1, 1, 3, 0};

        ColumnProfile profile = profile(ColumnType.NUMBER, 100, column, codes);

        assertThat(profile.all())
                .isEqualTo(new Statistics(
                        5,
                        1,
                        3,
                        new Moments(-2, 4, 1.5, Math.sqrt(27.0 / 4)),
                        profile.all().logMoments(),
                        List.of(
                                -2.0, -2.0, -2.0, -2.0, -2.0, -2.0, 0.0, 0.0, 0.0, 0.0, 0.0, 4.0, 4.0, 4.0, 4.0, 4.0,
                                4.0, 4.0, 4.0, 4.0, 4.0),
                        List.of(new ValueCount("4.0", 2), new ValueCount("-2.0", 1), new ValueCount("0.0", 1)),
                        List.of(),
                        new NumberBins(
                                List.of(Math.nextDown(-2.0), -2.0, Math.nextDown(0.0), 0.0, Math.nextDown(4.0), 4.0),
                                List.of(0L, 1L, 0L, 1L, 0L, 2L, 0L)),
                        null,
                        null));
        Moments log = profile.all().logMoments();
        assertThat(log.min()).isEqualTo(-StrictMath.log1p(2));
        assertThat(log.max()).isEqualTo(StrictMath.log1p(4));
        assertThat(log.mean()).isCloseTo((2 * Math.log(5) - Math.log(3)) / 4, within(1e-15));
        assertThat(profile.splits().get(Split.TRAIN).rows()).isEqualTo(3);
        assertThat(profile.splits().get(Split.TRAIN).nulls()).isEqualTo(1);
        assertThat(profile.splits().get(Split.TRAIN).moments()).isEqualTo(new Moments(-2, 4, 1, 3));
        assertThat(profile.splits().get(Split.TEST).moments()).isEqualTo(new Moments(4, 4, 4, 0));
        assertThat(profile.splits().get(Split.VALIDATION))
                .isEqualTo(new Statistics(0, 0, 0, null, null, List.of(), List.of(), List.of(), null, null, null));
    }

    @Test
    void gapsBetweenPointsInTime() {
        long hour = 3_600_000_000L;
        long[] values = {9 * hour, 2 * hour, 2 * hour, 3 * hour, 0, 4 * hour};
        Values column = new Values.Longs(values, new boolean[] {false, false, false, false, true, false}, 6);

        ColumnProfile profile = profile(ColumnType.TIMESTAMP, 100, column, new byte[] {1, 1, 1, 1, 1, 3});

        TimeFigures all = profile.all().time();
        assertThat(all.gaps().max()).isEqualTo(5.0 * hour);
        assertThat(all.gaps().mean()).isCloseTo(7.0 * hour / 3, within(1e-3));
        assertThat(all.gaps().stddev()).isCloseTo(Math.sqrt(32.0 / 9) * hour, within(1e-3));
        assertThat(all.longest())
                .containsExactly(
                        new Gap("1970-01-01T04:00:00Z", "1970-01-01T09:00:00Z"),
                        new Gap("1970-01-01T02:00:00Z", "1970-01-01T03:00:00Z"),
                        new Gap("1970-01-01T03:00:00Z", "1970-01-01T04:00:00Z"));
        assertThat(profile.splits().get(Split.TRAIN).time())
                .isEqualTo(new TimeFigures(
                        new Moments(hour, 6.0 * hour, 3.5 * hour, 2.5 * hour),
                        List.of(
                                new Gap("1970-01-01T03:00:00Z", "1970-01-01T09:00:00Z"),
                                new Gap("1970-01-01T02:00:00Z", "1970-01-01T03:00:00Z"))));
        assertThat(profile.splits().get(Split.TEST).time()).isNull();
    }

    @Test
    void figuresOfCategories() {
        ColumnProfile profile =
                profile(ColumnType.CATEGORY, 100, texts("b", "a", "b", "c", "", "a"), splits(Split.TRAIN, 6));

        List<ValueCount> values =
                List.of(new ValueCount("a", 2), new ValueCount("b", 2), new ValueCount("", 1), new ValueCount("c", 1));
        assertThat(profile.all())
                .isEqualTo(new Statistics(6, 0, 4, null, null, List.of(), values, values, null, null, null));
        assertThat(profile.splits().get(Split.TRAIN)).isEqualTo(profile.all());
    }

    @Test
    void textsHaveNoVocabularyAndTwentyTopValues() {
        String[] values = new String[1_500];
        Arrays.setAll(values, i -> "t" + i % 1_200);

        assertThat(profile(ColumnType.TEXT, 64, texts(values), splits(Split.TRAIN, 1_500))
                        .all())
                .satisfies(all -> {
                    assertThat(all.distinct()).isEqualTo(1_200);
                    assertThat(all.top()).hasSize(20).allMatch(top -> top.count() == 2);
                    assertThat(all.top().get(0).value()).isEqualTo("t0");
                    assertThat(all.vocabulary()).isEmpty();
                });
        assertThat(profile(ColumnType.CATEGORY, 64, texts(values), splits(Split.TRAIN, 1_500))
                        .all()
                        .vocabulary())
                .hasSize(1_000);
    }

    @Test
    void valuesReadAsPeopleWriteThem() {
        Values longs = new Values.Longs(new long[] {-5, 0, 1}, new boolean[3], 3);

        assertThat(top(ColumnType.INTEGER, longs)).containsExactly("-5", "0", "1");
        assertThat(top(ColumnType.TIMESTAMP, longs))
                .containsExactly("1969-12-31T23:59:59.999995Z", "1970-01-01T00:00:00Z", "1970-01-01T00:00:00.000001Z");
        Values bits = new Values.Longs(new long[] {0, 1, 1}, new boolean[3], 3);
        assertThat(top(ColumnType.BOOLEAN, bits)).containsExactly("true", "false");
        assertThat(profile(ColumnType.BOOLEAN, 9, bits, splits(Split.TRAIN, 3))
                        .all()
                        .logMoments())
                .isNull();
    }

    private static List<String> top(ColumnType type, Values values) {
        return profile(type, 9, values, splits(Split.TRAIN, values.rows())).all().top().stream()
                .map(ValueCount::value)
                .toList();
    }

    /** Against the definition: the smallest value whose cumulative share reaches the quantile. */
    @Property(tries = 100)
    void quantilesAreOfType1(@ForAll @IntRange(min = 1, max = 400) int rows, @ForAll long seed) {
        double[] values = new Random(seed)
                .doubles(rows, -5, 5)
                .map(x -> Math.rint(x * 10) / 10)
                .toArray();
        List<Double> quantiles = profile(
                        ColumnType.NUMBER,
                        16,
                        new Values.Doubles(values, new boolean[rows], rows),
                        splits(Split.TRAIN, rows))
                .all()
                .quantiles();

        double[] sorted = values.clone();
        Arrays.sort(sorted);
        assertThat(quantiles).hasSize(21);
        for (int part = 0; part <= 20; part++) {
            int rank = Math.max(1, (part * rows + 19) / 20);
            assertThat(quantiles.get(part)).isEqualTo(sorted[rank - 1] + 0.0);
        }
    }

    @Property(tries = 50)
    void momentsAgreeWithTwoPasses(@ForAll @IntRange(min = 1, max = 1_000) int rows, @ForAll long seed) {
        double[] values = new Random(seed).doubles(rows, 1e6, 1e6 + 1).toArray();
        Moments moments = profile(
                        ColumnType.NUMBER,
                        10,
                        new Values.Doubles(values, new boolean[rows], rows),
                        splits(Split.TRAIN, rows))
                .all()
                .moments();

        double mean = Arrays.stream(values).sum() / rows;
        double variance =
                Arrays.stream(values).map(x -> (x - mean) * (x - mean)).sum() / rows;
        assertThat(moments.mean()).isCloseTo(mean, within(1e-6));
        assertThat(moments.stddev()).isCloseTo(Math.sqrt(variance), within(1e-6));
    }
}
