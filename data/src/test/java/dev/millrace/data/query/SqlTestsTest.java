package dev.millrace.data.query;

import static dev.millrace.data.Workplace.plan;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.millrace.contract.plan.Severity;
import dev.millrace.contract.report.IngestSummary.TestFailure;
import dev.millrace.contract.report.IngestSummary.Tests;
import dev.millrace.contract.report.StepException;
import dev.millrace.contract.report.StepSummary.FailureReason;
import dev.millrace.data.Workplace;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SqlTestsTest {
    private static final String HOUSES = """
            area,first floor,street,sold,price
            80,60,Pave,2024-02-29,100
            95,95,Grvl,2024-03-01,
            70,75,Pave,,90
            """;

    private final Workplace workplace = new Workplace();

    @AfterEach
    void close() {
        workplace.close();
    }

    @Test
    void aTestHoldsIfItsSqlGivesTheNumber() {
        assertThat(found("'sql': 'select count(*) from data where area < \\\"first floor\\\"', 'equals': 1"))
                .isEqualTo(new Tests(1, 0, 0, List.of()));
        assertThat(found("'sql': 'select avg(price) from data', 'min': 95, 'max': 95"))
                .isEqualTo(new Tests(1, 0, 0, List.of()));
    }

    @Test
    void aTestFailsWithWhatItsSqlGives() {
        assertThat(found("'sql': 'select count(*) from data where area < \\\"first floor\\\"', 'equals': 0"))
                .isEqualTo(new Tests(
                        0, 0, 1, List.of(new TestFailure("t", null, null, "its SQL gives 1", "= 0", List.of()))));
        assertThat(found("'sql': 'select avg(price) from data', 'min': 100, 'severity': 'Warn'"))
                .isEqualTo(new Tests(
                        0,
                        1,
                        0,
                        List.of(new TestFailure("t", null, Severity.WARN, "its SQL gives 95", ">= 100", List.of()))));
        assertThat(found("'sql': 'select max(price) from data where area > 1000', 'equals': 0"))
                .isEqualTo(new Tests(
                        0,
                        0,
                        1,
                        List.of(new TestFailure("t", null, null, "its SQL gives no value", "= 0", List.of()))));
    }

    @Test
    void aTestSeesTheResultOfAQuery() {
        workplace.file("houses.csv", HOUSES);

        Tests tests = workplace
                .ingest(plan("houses.csv")
                        .query("select *, area - \"first floor\" as upper from source where price is not null")
                        .test("{'name': 'upper', 'sql': 'select count(*) from data where upper < 0', 'equals': 0}")
                        .build())
                .summary()
                .tests();

        assertThat(tests.failures()).extracting(TestFailure::observed).containsExactly("its SQL gives 1");
    }

    @Test
    void sqlThatIsNoTestIsRefused() {
        assertThat(refused("'sql': 'select count(*) from data where aera > 3', 'equals': 0"))
                .isEqualTo(
                        "spec.tests[t].sql, line 1, column 33: Referenced column \"aera\" not found in FROM clause! Candidate bindings: \"area\".");
        assertThat(refused("'sql': 'select count(*) from source', 'equals': 0"))
                .isEqualTo("spec.tests[t].sql names the table \"source\": there is only the table data.");
        assertThat(refused("'sql': 'select area from data', 'equals': 0"))
                .isEqualTo("spec.tests[t].sql gives several rows: a test's SQL gives one number.");
        assertThat(refused("'sql': 'select max(area) > 3 from data', 'equals': 0"))
                .startsWith("spec.tests[t].sql gives BOOLEAN: a test's SQL gives one number");
        assertThat(refused("'sql': 'select 1, 2', 'equals': 0"))
                .startsWith("spec.tests[t].sql gives 2 columns: a test's SQL gives one number");
        assertThat(refused("'sql': 'select random()', 'equals': 0")).startsWith("spec.tests[t].sql calls random");
        assertThat(refused("'sql': 'select count(street::integer) from data', 'equals': 0"))
                .startsWith("spec.tests[t].sql, line 1, column 20: Could not convert string 'Pave'");
        assertThat(refused("'sql': 'select 1'"))
                .isEqualTo("spec.tests[t].sql gives one number: say what it equals, or its min or max.");
        assertThat(refused("'column': 'area', 'equals': 1"))
                .startsWith("spec.tests[t].equals is what sql gives: write the sql.");
        assertThat(refused("'sql': 'select 1', 'equals': 1, 'unique': true"))
                .isEqualTo("spec.tests[t].sql is about all rows, and a test of its own: leave the other bounds out.");
        assertThat(refused("'sql': 'select 1', 'equals': 1, 'maxDrift': 0.25"))
                .startsWith("spec.tests[t].sql is about all rows, and a test of its own: leave the other bounds out.");
    }

    private Tests found(String test) {
        workplace.file("houses.csv", HOUSES);
        return workplace
                .ingest(plan("houses.csv").test("{'name': 't', " + test + "}").build())
                .summary()
                .tests();
    }

    private String refused(String test) {
        StepException refusal = assertThrows(StepException.class, () -> found(test));
        assertThat(refusal.reason()).isEqualTo(FailureReason.BAD_INPUT);
        return String.valueOf(refusal.getMessage());
    }
}
