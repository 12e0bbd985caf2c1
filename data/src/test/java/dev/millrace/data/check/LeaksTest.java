package dev.millrace.data.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.contract.ColumnRole;
import dev.millrace.contract.ColumnType;
import dev.millrace.contract.dataset.DatasetManifest.Column;
import dev.millrace.data.rows.RowHashes;
import dev.millrace.data.rows.Values;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeaksTest {
    private static final int ROWS = 2_000;
    private static final Map<String, ColumnRole> ROLES = Map.of("f", ColumnRole.FEATURE, "y", ColumnRole.LABEL);

    private static Values numbers(IntToDoubleFunction value) {
        double[] values = IntStream.range(0, ROWS).mapToDouble(value).toArray();
        return new Values.Doubles(values, new boolean[ROWS], ROWS);
    }

    private static Values texts(java.util.function.IntFunction<String> value) {
        StringBuilder all = new StringBuilder();
        int[] offsets = new int[ROWS + 1];
        for (int row = 0; row < ROWS; row++) {
            all.append(value.apply(row));
            offsets[row + 1] = all.length();
        }
        return new Values.Texts(all.toString().getBytes(StandardCharsets.US_ASCII), offsets, new boolean[ROWS], ROWS);
    }

    private static List<String> leaks(ColumnType featureType, Values feature, ColumnType labelType, Values label) {
        LabelLeaks leaks = new LabelLeaks(List.of(new Column("f", featureType), new Column("y", labelType)), ROLES);
        List<Values> batch = List.of(feature, label);
        byte[] train = new byte[ROWS];
        Arrays.fill(train, (byte) 1);
        leaks.add(batch, RowHashes.of(batch), train);
        return leaks.warnings();
    }

    private static final double[] NOISE = new Random(5).doubles(ROWS).toArray();

    @Test
    void aFeatureThatIsTheLabelInOtherUnits() {
        Values label = numbers(row -> NOISE[row]);

        assertThat(leaks(ColumnType.NUMBER, numbers(row -> 1.1 * NOISE[row] + 3), ColumnType.NUMBER, label))
                .containsExactly(
                        "Feature \"f\" alone gives the label away (R² 1.000 on the train split): is it known before the label is? If not, give it the role ignore.");
        assertThat(leaks(ColumnType.NUMBER, numbers(row -> NOISE[row] + row % 7), ColumnType.NUMBER, label))
                .isEmpty();
    }

    @Test
    void aCategoryThatDecidesANumber() {
        Values label = numbers(row -> row % 3 * 10 + NOISE[row] / 10);

        assertThat(leaks(ColumnType.CATEGORY, texts(row -> "c" + row % 3), ColumnType.NUMBER, label))
                .hasSize(1);
        // Every row a category of its own says nothing, though the means of such groups fit perfectly.
        assertThat(leaks(ColumnType.TEXT, texts(row -> "c" + row), ColumnType.NUMBER, label))
                .isEmpty();
    }

    @Test
    void aFeatureThatDecidesAClass() {
        Values label = texts(row -> NOISE[row] > 0.8 ? "Yes" : "No");

        assertThat(leaks(ColumnType.NUMBER, numbers(row -> -NOISE[row]), ColumnType.CATEGORY, label))
                .containsExactly(
                        "Feature \"f\" alone gives the label away (AUC 1.000 on the train split): is it known before the label is? If not, give it the role ignore.");
        assertThat(leaks(
                        ColumnType.CATEGORY,
                        texts(row -> NOISE[row] > 0.8 ? "left" : "stays"),
                        ColumnType.CATEGORY,
                        label))
                .hasSize(1);
        assertThat(leaks(
                        ColumnType.NUMBER,
                        numbers(row -> NOISE[row] * NOISE[ROWS - 1 - row]),
                        ColumnType.CATEGORY,
                        label))
                .isEmpty();
    }

    @Test
    void aCodeOfSeveralClasses() {
        Values label = texts(row -> "class" + row % 4);

        assertThat(leaks(ColumnType.INTEGER, numbers(row -> row * 7 % 4), ColumnType.CATEGORY, label))
                .hasSize(1);
        assertThat(leaks(ColumnType.INTEGER, numbers(row -> row % 2), ColumnType.CATEGORY, label))
                .isEmpty();
    }

    @Test
    void theSampleIsBoundedAndTheSameHoweverTheRowsAreOrdered() {
        Values label = numbers(row -> row % 50);
        Values feature = numbers(row -> row % 50 + (row % 97 == 0 ? 1 : 0));
        List<Column> columns = List.of(new Column("f", ColumnType.NUMBER), new Column("y", ColumnType.NUMBER));
        byte[] train = new byte[ROWS];
        Arrays.fill(train, (byte) 1);
        List<Values> batch = List.of(feature, label);
        RowHashes hashes = RowHashes.of(batch);
        LabelLeaks leaks = new LabelLeaks(columns, ROLES);
        for (int i = 0; i < 150; i++) {
            leaks.add(batch, hashes, train);
        }
        assertThat(leaks.warnings()).hasSize(1);
    }

    @Test
    void rowsWithTheSameFeaturesInTwoSplits(@TempDir Path folder) {
        Values feature = new Values.Longs(new long[] {1, 2, 1, 3, 2, 2, 4}, new boolean[7], 7);
        try (RowLeaks leaks = new RowLeaks(new int[] {0}, folder)) {
            leaks.add(List.of(feature), new byte[] {1, 1, 3, 1, 2, 1, 0});
            assertThat(leaks.warning())
                    .hasValue(
                            "2 rows have the same features as a row of another split: metrics will look better than they are. Remove duplicates, or split by the features.");
        }
        try (RowLeaks leaks = new RowLeaks(new int[] {0}, folder)) {
            leaks.add(List.of(feature), new byte[] {1, 2, 1, 3, 2, 2, 0});
            assertThat(leaks.warning()).isEmpty();
        }
        try (RowLeaks leaks = new RowLeaks(new int[] {0}, folder)) {
            leaks.add(List.of(feature), new byte[] {2, 1, 3, 1, 1, 1, 1});
            assertThat(leaks.warning().orElse("")).startsWith("1 row has the same features");
        }
    }
}
