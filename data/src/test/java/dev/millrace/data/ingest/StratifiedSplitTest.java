package dev.millrace.data.ingest;

import static dev.millrace.data.Workplace.plan;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.millrace.contract.ColumnRole;
import dev.millrace.contract.Split;
import dev.millrace.contract.dataset.Profile.ColumnProfile;
import dev.millrace.contract.dataset.Profile.ValueCount;
import dev.millrace.contract.plan.IngestPlan;
import dev.millrace.contract.plan.SplitPlan;
import dev.millrace.contract.plan.SplitPlan.Fractions;
import dev.millrace.contract.report.IngestSummary.SplitRows;
import dev.millrace.contract.report.StepException;
import dev.millrace.data.Workplace;
import dev.millrace.data.reading.DatasetReader;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StratifiedSplitTest {
    private static final int ROWS = 10_000;
    private static final SplitPlan SPLIT =
            SplitPlan.byHash(List.of(), new Fractions(0.7, 0.2, 0.1), 7).stratified();

    private final Workplace workplace = new Workplace();

    @AfterEach
    void close() {
        workplace.close();
    }

    private void rows(IntStream order, IntFunction<String> row) {
        workplace.file("t.csv", order.mapToObj(row).collect(joining("\n", "id,size,grade\n", "\n")));
    }

    private IngestPlan stratified(ColumnRole id) {
        return plan("t.csv").column("id", null, id).label("grade").split(SPLIT).build();
    }

    private Map<String, Long> grades(IngestResult result, Split split) {
        try (DatasetReader reader = workplace.open(result)) {
            ColumnProfile grade = reader.profile().columns().get(2);
            return grade.splits().get(split).top().stream()
                    .collect(Collectors.toMap(ValueCount::value, ValueCount::count));
        }
    }

    /** One row of a thousand is of class c, one of a hundred of b; some have none. */
    private static String row(int id) {
        String grade = id % 1_000 == 0 ? "c" : id % 100 == 1 ? "b" : id % 500 == 2 ? "" : "a";
        return id + "," + id * 7 + "," + grade;
    }

    @Test
    void eachClassHasTheFractionsExactly() {
        rows(IntStream.range(0, ROWS), StratifiedSplitTest::row);

        IngestResult result = workplace.ingest(stratified(ColumnRole.IGNORE));

        assertThat(grades(result, Split.TRAIN)).isEqualTo(Map.of("a", 6_909L, "b", 70L, "c", 7L));
        assertThat(grades(result, Split.VALIDATION)).isEqualTo(Map.of("a", 1_974L, "b", 20L, "c", 2L));
        assertThat(grades(result, Split.TEST)).isEqualTo(Map.of("a", 987L, "b", 10L, "c", 1L));
        assertThat(result.summary().splits().unlabelled()).isEqualTo(20);
        assertThat(result.summary().warnings()).noneMatch(warning -> warning.contains("too few rows"));
    }

    @Test
    void keysThatTellOneClassStayTogether() {
        rows(IntStream.range(0, ROWS), id -> id / 4 + "," + id + "," + (id / 4 % 5 == 0 ? "yes" : "no"));

        IngestResult result = workplace.ingest(stratified(ColumnRole.KEY));

        assertThat(grades(result, Split.TRAIN)).isEqualTo(Map.of("yes", 1_400L, "no", 5_600L));
        assertThat(grades(result, Split.TEST)).isEqualTo(Map.of("yes", 200L, "no", 800L));
        try (DatasetReader reader = workplace.open(result)) {
            assertThat(reader.profile().columns().get(0).splits().values())
                    .allMatch(ids -> ids.top().stream().allMatch(id -> id.count() == 4));
        }
    }

    @Test
    void theOrderOfTheRowsDoesNotMatter() {
        rows(IntStream.range(0, ROWS), StratifiedSplitTest::row);
        IngestResult forwards = workplace.ingest(stratified(ColumnRole.KEY));
        rows(IntStream.range(0, ROWS).map(i -> ROWS - 1 - i), StratifiedSplitTest::row);
        IngestResult backwards = workplace.ingest(stratified(ColumnRole.KEY));

        try (DatasetReader first = workplace.open(forwards);
                DatasetReader second = workplace.open(backwards)) {
            assertThat(second.profile()).isEqualTo(first.profile());
        }
    }

    @Test
    void keysThatTellNoClassAreRefused() {
        rows(IntStream.range(0, 20), id -> id / 2 + "," + id + "," + (id < 2 ? id : id / 2));

        assertThat(refused(stratified(ColumnRole.KEY)))
                .isEqualTo(
                        "spec.split.stratify: rows that agree in id stay in one split, but some of them have different labels (1 of 10 groups), so that no class can have its exact share: leave stratify out, or split by other columns.");
    }

    @Test
    void aNumberToPredictHasNoClasses() {
        rows(IntStream.range(0, 1_001), id -> id + "," + id + "," + id * 0.5);

        assertThat(refused(stratified(ColumnRole.IGNORE)))
                .isEqualTo(
                        "spec.split.stratify: the label \"grade\" has more than 1000 different values, and each would be a class: leave stratify out.");
    }

    @Test
    void classesTooSmallToBeEverywhereAreToldOf() {
        rows(IntStream.range(0, 101), id -> id + "," + id + "," + (id == 100 ? "rare" : "common"));

        IngestResult result = workplace.ingest(stratified(ColumnRole.IGNORE));

        assertThat(result.summary().splits()).isEqualTo(new SplitRows(71, 20, 10, 0));
        assertThat(result.summary().warnings())
                .contains("Some of the 2 classes of the label \"grade\" have too few rows to be in every split.");
    }

    @Test
    void classesAreOfALabel() {
        rows(IntStream.range(0, 20), StratifiedSplitTest::row);

        assertThat(refused(plan("t.csv").split(SPLIT).build()))
                .isEqualTo("spec.split.stratify needs a label: give a column the role label, or leave stratify out.");
    }

    private String refused(IngestPlan plan) {
        return String.valueOf(
                assertThrows(StepException.class, () -> workplace.ingest(plan)).getMessage());
    }
}
