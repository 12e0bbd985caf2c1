package dev.millrace.data.check;

import static dev.millrace.data.Workplace.plan;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.millrace.contract.ColumnRole;
import dev.millrace.contract.ColumnType;
import dev.millrace.contract.Digest;
import dev.millrace.contract.report.IngestSummary;
import dev.millrace.contract.report.IngestSummary.Newest;
import dev.millrace.contract.report.IngestSummary.TestFailure;
import dev.millrace.contract.report.StepException;
import dev.millrace.data.Workplace;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReferenceTestsTest {
    private final Workplace workplace = new Workplace();
    private Digest towns = Digest.of("none yet");

    @BeforeEach
    void ingestTowns() {
        StringBuilder csv = new StringBuilder("name,zip,area,height\n");
        for (int i = 0; i < 40_000; i++) {
            csv.append("Town ")
                    .append(i)
                    .append(',')
                    .append(10_000 + i)
                    .append(',')
                    .append(i)
                    .append(".5,7\n");
        }
        workplace.file("towns.csv", csv.toString());
        towns = workplace.ingest(plan("towns.csv").build()).summary().digest();
    }

    @AfterEach
    void close() {
        workplace.close();
    }

    private String reference(String name, String column, String other) {
        return "{'name': '%s', 'column': '%s', 'references': {'dataset': '%s', 'column': '%s'}}"
                .formatted(name, column, towns, other);
    }

    @Test
    void valuesThatAreNotInTheOtherVersionAreCountedAndTheFirstAreTold() {
        StringBuilder csv = new StringBuilder("id,town,zip,area,owner\n");
        for (int i = 0; i < 50_000; i++) {
            csv.append(i).append(',').append(i % 7 == 0 ? "" : "Town " + i);
            csv.append(',').append(i < 6 ? 99_990 + i : 10_000 + i % 40_000);
            csv.append(',').append(i % 40_000).append(i == 3 ? ".25" : ".5");
            csv.append(",Town ").append(i == 9 ? "Zebedee" : i % 3).append('\n');
        }
        workplace.file("houses.csv", csv.toString());

        IngestSummary summary = workplace
                .ingest(plan("houses.csv")
                        .sensitive("owner", ColumnType.TEXT, ColumnRole.IGNORE)
                        .test(reference("towns", "town", "name"))
                        .test(reference("zips", "zip", "zip"))
                        .test(reference("areas", "area", "area"))
                        .test(reference("owners", "owner", "name"))
                        .test("{'name': 'paid', 'sql': 'select count(*) from data where zip < 0', 'equals': 0}")
                        .build())
                .summary();

        assertThat(summary.tests().passed()).isEqualTo(1);
        assertThat(summary.tests().failures())
                .containsExactly(
                        failure(
                                "towns",
                                "town",
                                "8572 rows have",
                                "name",
                                "row 40001: Town 40000",
                                "row 40002: Town 40001",
                                "row 40003: Town 40002",
                                "row 40004: Town 40003",
                                "row 40005: Town 40004"),
                        failure(
                                "zips",
                                "zip",
                                "6 rows have",
                                "zip",
                                "row 1: 99990",
                                "row 2: 99991",
                                "row 3: 99992",
                                "row 4: 99993",
                                "row 5: 99994"),
                        failure("areas", "area", "1 row has", "area", "row 4: 3.25"),
                        failure("owners", "owner", "1 row has", "name", "row 10: a sensitive value"));
    }

    private TestFailure failure(String name, String column, String rows, String other, String... examples) {
        return new TestFailure(
                name,
                column,
                null,
                rows + " a value that is not there",
                "the values of \"" + other + "\" in the version " + towns.abbreviated(),
                List.of(examples));
    }

    @Test
    void aColumnThatIsNotThereOrOfAnotherTypeIsRefused() {
        workplace.file("houses.csv", "id,town,zip\n1,Town 1,A\n");

        StepException refused = assertThrows(
                StepException.class,
                () -> workplace.ingest(plan("houses.csv")
                        .test(reference("towns", "town", "nme"))
                        .test(reference("zips", "zip", "zip"))
                        .build()));

        String version = towns.abbreviated();
        assertThat(refused)
                .hasMessage(
                        "spec.tests[towns].references.column: the version " + version
                                + " has no column \"nme\"; did you mean \"name\"?"
                                + " spec.tests[zips].references.column: \"zip\" is of type integer there, and \"zip\" of type category: declare both with one type.");
    }

    @Test
    void theNewestTimestampIsReportedForWhoJudgesItsAge() {
        workplace.file("sales.csv", "id,sold,listed\n1,2024-03-01,\n2,2024-03-03T12:00:00+02:00,\n");

        IngestSummary summary = workplace
                .ingest(plan("sales.csv")
                        .column("listed", ColumnType.TIMESTAMP, ColumnRole.IGNORE)
                        .test("{'name': 'fresh', 'column': 'sold', 'newest': true}")
                        .test("{'name': 'listed', 'column': 'listed', 'newest': true}")
                        .build())
                .summary();

        assertThat(summary.newest()).containsExactly(new Newest("fresh", "2024-03-03T10:00:00Z"));
        assertThat(summary.tests().passed()).isEqualTo(2);
    }

    @Test
    void onlyTimestampsThatMayBeToldHaveAnAge() {
        workplace.file("sales.csv", "id,sold\n1,2024-03-01\n2,2024-03-03\n");

        assertThat(assertThrows(
                        StepException.class,
                        () -> workplace.ingest(plan("sales.csv")
                                .test("{'name': 'fresh', 'column': 'id', 'newest': true}")
                                .build())))
                .hasMessage("spec.tests[fresh].maxAge does not fit column \"id\", which is of type integer.");
        assertThat(assertThrows(
                        StepException.class,
                        () -> workplace.ingest(plan("sales.csv")
                                .sensitive("sold", null, null)
                                .test("{'name': 'fresh', 'column': 'sold', 'newest': true}")
                                .build())))
                .hasMessage(
                        "spec.tests[fresh].maxAge tells the newest value of \"sold\", which is sensitive: leave the one or the other out.");
    }
}
