package dev.millrace.data.ingest;

import static dev.millrace.data.Workplace.plan;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.millrace.contract.ColumnRole;
import dev.millrace.contract.Json;
import dev.millrace.contract.Split;
import dev.millrace.contract.plan.IngestPlan;
import dev.millrace.contract.plan.SplitPlan;
import dev.millrace.contract.plan.SplitPlan.By;
import dev.millrace.contract.plan.SplitPlan.Fractions;
import dev.millrace.contract.report.IngestSummary.SplitRows;
import dev.millrace.contract.report.StepException;
import dev.millrace.data.Workplace;
import dev.millrace.data.reading.DatasetReader;
import dev.millrace.data.reading.RowBatch;
import dev.millrace.data.reading.RowBatches;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SplitsTest {
    private static final Fractions FRACTIONS = new Fractions(0.6, 0.2, 0.2);

    private final Workplace workplace = new Workplace();

    @AfterEach
    void close() {
        workplace.close();
    }

    private static IngestPlan byTime(String path) {
        return plan(path)
                .column("sold", null, ColumnRole.TIME)
                .label("price")
                .split(SplitPlan.byTime(List.of(), FRACTIONS))
                .build();
    }

    private List<Double> prices(IngestResult result, Split split) {
        List<Double> prices = new ArrayList<>();
        try (DatasetReader reader = workplace.open(result);
                RowBatches batches = reader.read(split, List.of("price"), 100)) {
            for (RowBatch batch = batches.next(); batch != null; batch = batches.next()) {
                prices.addAll(DoubleStream.of(batch.numbers("price")).boxed().toList());
            }
        }
        return prices;
    }

    @Test
    void theLatestRowsAreTheTest() {
        workplace.file("t.csv", """
                sold,area,price
                2024-05-01,1,5
                2024-01-01,2,1
                2024-03-01,3,3
                2024-02-01,4,2
                2024-06-01,5,
                2024-04-01,6,4
                """);

        IngestResult result = workplace.ingest(byTime("t.csv"));

        assertThat(result.summary().splits()).isEqualTo(new SplitRows(3, 1, 1, 1));
        assertThat(prices(result, Split.TRAIN)).containsExactly(1.0, 3.0, 2.0);
        assertThat(prices(result, Split.VALIDATION)).containsExactly(4.0);
        assertThat(prices(result, Split.TEST)).containsExactly(5.0);
    }

    @Test
    void rowsOfOneTimeStayTogether() {
        workplace.file(
                "t.csv",
                "sold,area,price\n" + "1,1,1\n".repeat(5) + "2,2,2\n".repeat(2) + "3,3,3\n".repeat(2) + "4,4,4\n");

        assertThat(workplace.ingest(byTime("t.csv")).summary().splits()).isEqualTo(new SplitRows(7, 2, 1, 0));
    }

    @Test
    void manyRowsInAnyOrderGetTheirFractionsExactly() {
        StringBuilder csv = new StringBuilder("sold,area,price\n");
        int rows = 50_000;
        for (int i = 0; i < rows; i++) {
            long place = i * 7_919L % rows;
            csv.append(place * 0.25)
                    .append(',')
                    .append(i % 9)
                    .append(',')
                    .append(place)
                    .append('\n');
        }
        workplace.file("t.csv", csv.toString());

        IngestResult result = workplace.ingest(byTime("t.csv"));

        assertThat(result.summary().splits()).isEqualTo(new SplitRows(30_000, 10_000, 10_000, 0));
        assertThat(prices(result, Split.TRAIN)).allMatch(price -> price < 30_000);
        assertThat(prices(result, Split.TEST)).allMatch(price -> price >= 40_000);
    }

    @Test
    void rowsThatSeveralPartsShareAreStillToldOf() {
        StringBuilder csv = new StringBuilder("sold,area,price\n");
        for (int i = 0; i < 100; i++) {
            csv.append(i).append(',').append(i % 10).append(',').append(i % 3).append('\n');
        }
        workplace.file("t.csv", csv.toString());

        assertThat(workplace.ingest(byTime("t.csv")).summary().warnings())
                .anyMatch(warning -> warning.contains("the same features as a row of another split"));
    }

    @Test
    void aRowWithoutATimeHasNoPlace() {
        workplace.file("t.csv", "sold,area,price\n2024-01-01,1,1\n,2,2\n");

        assertThat(refused(byTime("t.csv")))
                .isEqualTo(
                        "Column \"sold\": row 2 of t.csv has no time, and so no place in a split by time: fill it, leave the row out, or set spec.split.by to hash.");
    }

    @Test
    void aTimeHasAnOrder() {
        workplace.file("t.csv", "sold,area,price\nspring,1,1\nautumn,2,2\n");

        assertThat(refused(byTime("t.csv")))
                .isEqualTo(
                        "spec.split.by: time: column \"sold\" is of type category, but a time is a timestamp, an integer or a number.");
        assertThat(refused(plan("t.csv")
                        .label("price")
                        .split(SplitPlan.byTime(List.of(), FRACTIONS))
                        .build()))
                .isEqualTo(
                        "spec.split.by: time needs one column with the role time, and there is none: name the column with the time in spec.split.columns.");
    }

    @Test
    void aColumnNamesTheSplit() {
        workplace.file("t.csv", "part,area,price\ntest,1,1\ntrain,2,2\nvalidation,3,3\ntrain,4,4\ntrain,5,\n");

        IngestResult result = workplace.ingest(byColumn(ColumnRole.IGNORE));

        assertThat(result.summary().splits()).isEqualTo(new SplitRows(2, 1, 1, 1));
        assertThat(prices(result, Split.TRAIN)).containsExactly(2.0, 4.0);
        assertThat(prices(result, Split.TEST)).containsExactly(1.0);
    }

    private static IngestPlan byColumn(ColumnRole role) {
        return plan("t.csv")
                .column("part", null, role)
                .label("price")
                .split(SplitPlan.byColumn(List.of("part")))
                .build();
    }

    @Test
    void otherNamesOfSplitsAreRefused() {
        workplace.file("t.csv", "part,area,price\ntest,1,1\nTrain,2,2\n");
        assertThat(refused(byColumn(ColumnRole.IGNORE)))
                .isEqualTo(
                        "spec.split.columns: column \"part\" names each row's split, but row 2 of t.csv has \"Train\": write train, validation or test.");
        workplace.file("t.csv", "part,area,price\ntest,1,1\n,2,2\n");
        assertThat(refused(byColumn(ColumnRole.IGNORE)))
                .isEqualTo(
                        "spec.split.columns: column \"part\" names each row's split, but row 2 of t.csv has no value: write train, validation or test.");
        workplace.file("t.csv", "part,area,price\ntest,1,1\ntrain,2,2\n");
        assertThat(refused(byColumn(ColumnRole.IGNORE)))
                .isEqualTo(
                        "spec.split.columns: none of the 2 labelled rows has \"validation\" in column \"part\": a model is fitted to train, stopped by validation and measured on test.");
        assertThat(refused(byColumn(ColumnRole.FEATURE)))
                .isEqualTo(
                        "spec.columns: \"part\" names the split, which no model may learn from: give it the role ignore.");
    }

    @Test
    void anyColumnCanHoldTheTime() {
        workplace.file("t-1.csv", "year,area,price\n2003,1,1\n2001,2,2\n");
        workplace.file("t-2.csv", "year,area,price\n2004,3,3\n2002,4,4\n2005,5,5\n");

        IngestResult result = workplace.ingest(plan("t-*.csv")
                .label("price")
                .split(SplitPlan.byTime(List.of("year"), FRACTIONS))
                .build());

        assertThat(prices(result, Split.TRAIN)).containsExactly(1.0, 2.0, 4.0);
        assertThat(prices(result, Split.TEST)).containsExactly(5.0);
    }

    @Test
    void aRowOfTheSecondFileIsNamed() {
        workplace.file("t-1.csv", "part,area,price\ntrain,1,1\n");
        workplace.file("t-2.csv", "part,area,price\ntest,1,1\nholdout,2,2\n");

        assertThat(refused(plan("t-*.csv")
                        .column("part", null, ColumnRole.IGNORE)
                        .label("price")
                        .split(SplitPlan.byColumn(List.of("part")))
                        .build()))
                .contains("row 2 of t-2.csv has \"holdout\"");
    }

    @Test
    void whatHasNoEffectIsRefused() {
        workplace.file("t.csv", "part,area,price\ntest,1,1\n");

        assertThat(refused(plan("t.csv")
                        .column("part", null, ColumnRole.IGNORE)
                        .split(new SplitPlan(List.of("part", "area"), FRACTIONS, 7L, By.COLUMN, null))
                        .build()))
                .contains(
                        "spec.split.fractions has no effect with by: column: leave it out.",
                        "spec.split.seed has no effect with by: column: leave it out.",
                        "spec.split.columns: a split by column takes the one column that names each row's split, not 2.");
    }

    @Test
    void plansBeforeTheOtherWaysAreWrittenAsTheyWere() {
        assertThat(Json.text(SplitPlan.byHash(List.of(), FRACTIONS, 7)))
                .isEqualTo("{\"columns\":[],\"fractions\":{\"test\":0.2,\"train\":0.6,\"validation\":0.2},\"seed\":7}");
    }

    private String refused(IngestPlan plan) {
        return String.valueOf(
                assertThrows(StepException.class, () -> workplace.ingest(plan)).getMessage());
    }
}
