package dev.millrace.data.check;

import static dev.millrace.data.Workplace.plan;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.millrace.contract.ColumnRole;
import dev.millrace.contract.ColumnType;
import dev.millrace.contract.report.IngestSummary;
import dev.millrace.contract.report.IngestSummary.Drifted;
import dev.millrace.contract.report.IngestSummary.TestFailure;
import dev.millrace.contract.report.StepException;
import dev.millrace.data.Workplace;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DriftTestsTest {
    private static final int ROWS = 2_000;
    private static final String STABLE = "{'name': 'stable', 'column': '*', 'maxDrift': 0.25}";
    private static final String HEADER = "id,area,rooms,street,note,price\n";

    private final Workplace workplace = new Workplace();

    @AfterEach
    void close() {
        workplace.close();
    }

    /** What rows of a version are made of: each may move. */
    private record Houses(long seed, double area, int rooms, String street, String word) {
        private static final Houses USUAL = new Houses(1, 100, 3, "Pave", "sunny");

        String csv() {
            Random random = new Random(seed);
            StringBuilder csv = new StringBuilder(HEADER);
            for (int i = 0; i < ROWS; i++) {
                csv.append(seed * ROWS + i)
                        .append(',')
                        .append(area + random.nextGaussian() * 20)
                        .append(',')
                        .append(rooms + random.nextInt(3))
                        .append(',')
                        .append(random.nextInt(4) > 0 ? street : "Grvl")
                        .append(",\"A ")
                        .append(word)
                        .append(" house, number ")
                        .append(random.nextInt(100_000))
                        .append("\",")
                        .append(1000 + random.nextInt(500))
                        .append('\n');
            }
            return csv.toString();
        }
    }

    private IngestSummary ingest(Houses houses, String... tests) {
        return ingest(houses.csv(), null, tests);
    }

    private IngestSummary ingest(String csv, IngestSummary parent, String... tests) {
        workplace.file("houses.csv", csv);
        Workplace.Plan plan = plan("houses.csv")
                .column("id", null, ColumnRole.KEY)
                .column("note", ColumnType.TEXT, null)
                .label("price");
        if (parent != null) {
            plan.parent(parent);
        }
        for (String test : tests) {
            plan.test(test);
        }
        return workplace.ingest(plan.build()).summary();
    }

    @Test
    void otherRowsOfTheSameKindAreNoDrift() {
        IngestSummary parent = ingest(Houses.USUAL);

        IngestSummary child = ingest(new Houses(2, 100, 3, "Pave", "sunny").csv(), parent, STABLE);

        assertThat(child.tests().passed()).isEqualTo(1);
        assertThat(child.diff().drifted()).isEmpty();
        assertThat(child.diff().rowsAdded()).isEqualTo(ROWS);
    }

    @Test
    void whatMovedIsNamed() {
        IngestSummary parent = ingest(Houses.USUAL);

        IngestSummary child = ingest(new Houses(2, 160, 4, "Asph", "gloomy and damp").csv(), parent, STABLE);

        assertThat(child.tests().failed()).isEqualTo(1);
        assertThat(child.tests().failures())
                .extracting(TestFailure::column)
                .containsExactly("area", "rooms", "street", "note");
        assertThat(child.tests().failures().get(2).expected()).isEqualTo("PSI at most 0.25");
        assertThat(child.tests().failures().get(2).observed())
                .matches("PSI [0-9.]+ of its values against the parent, where chance makes up to 0\\.[0-9]+");
        assertThat(child.tests().failures().get(3).observed())
                .contains("of its lengths against the parent", "; ", "of its words against the parent");
        assertThat(child.diff().drifted())
                .extracting(Drifted::column)
                .containsExactlyInAnyOrder("area", "rooms", "street", "note");
    }

    @Test
    void missingValuesAreDriftToo() {
        IngestSummary parent = ingest(Houses.USUAL);

        IngestSummary child = ingest(
                new Houses(2, 100, 3, "Pave", "sunny").csv().replace(",Grvl,", ",,"),
                parent,
                "{'name': 'streets', 'column': 'street', 'maxDrift': 0.25, 'severity': 'Warn'}");

        assertThat(child.tests().warned()).isEqualTo(1);
        assertThat(child.diff().drifted()).extracting(Drifted::column).containsExactly("street");
    }

    @Test
    void aKeyIsTestedWhereItIsNamed() {
        IngestSummary parent = ingest(Houses.USUAL);

        IngestSummary child = ingest(
                new Houses(2, 100, 3, "Pave", "sunny").csv(),
                parent,
                "{'name': 'ids', 'column': 'id', 'maxDrift': 0.25}");

        assertThat(child.tests().failures()).extracting(TestFailure::column).containsExactly("id");
        assertThat(child.diff().drifted()).isEmpty();
    }

    @Test
    void whatTheParentHasNotIsNotTestedAndSaysSo() {
        IngestSummary parent = ingest(Houses.USUAL.csv().replace("rooms", "bedrooms"), null);

        IngestSummary child =
                ingest(Houses.USUAL.csv(), parent, "{'name': 'rooms', 'column': 'rooms', 'maxDrift': 0.25}");

        assertThat(child.tests().passed()).isEqualTo(1);
        assertThat(child.warnings())
                .contains(
                        "spec.tests[rooms].maxDrift was not tested: the parent has no column \"rooms\" of a type that compares.");
    }

    @Test
    void withoutAParentThereIsNothingToCompareWith() {
        assertThat(assertThrows(StepException.class, () -> ingest(Houses.USUAL, STABLE)))
                .hasMessage("spec.tests[stable].maxDrift compares with the parent: name it in spec.parent.");
    }
}
