package dev.millrace.data.check;

import static dev.millrace.data.Workplace.plan;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.millrace.contract.ColumnRole;
import dev.millrace.contract.plan.Severity;
import dev.millrace.contract.report.IngestSummary;
import dev.millrace.contract.report.IngestSummary.TestFailure;
import dev.millrace.contract.report.IngestSummary.Tests;
import dev.millrace.contract.report.StepException;
import dev.millrace.contract.report.StepSummary.FailureReason;
import dev.millrace.data.Workplace;
import dev.millrace.data.reading.DatasetReader;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DataTestsTest {
    private static final String HOUSES = """
            id,postcode,area,street
            A-1,1010,80,Pave
            A-2,1020,,Pave
            B-7,1010,95,Gravel
            A-2,90210x,,
            """;

    private static final String SALES = """
            id,area,street,sold,pool,price
            1,80.5,Pave,2024-02-29,true,100
            2,95,Grvl,2024-03-01T12:00:00+02:00,false,
            3,,Pave,2024-03-02,TRUE,90
            4,70,"Pave ""B""\",2024-03-03,false,95
            """;

    private static final Tests PASSED = new Tests(1, 0, 0, List.of());

    private final Workplace workplace = new Workplace();

    @AfterEach
    void close() {
        workplace.close();
    }

    @Test
    void failedTestsAreReportedAndTheVersionIsKept() {
        workplace.file("sales.csv", SALES);

        IngestSummary summary = workplace
                .ingest(sales().test("{'name': 'large', 'column': 'area', 'min': 75, 'max': 90}")
                        .test("{'name': 'complete', 'column': '*', 'nullable': false}")
                        .test("{'name': 'paved', 'column': 'street', 'allowed': ['Pave']}")
                        .test("{'name': 'many', 'minRows': 1000}")
                        .test("{'name': 'some', 'minRows': 4}")
                        .test("{'name': 'cheap', 'column': 'price', 'max': 100}")
                        .build())
                .summary();

        assertThat(summary.tests())
                .isEqualTo(new Tests(
                        2,
                        0,
                        4,
                        List.of(
                                new TestFailure(
                                        "large",
                                        "area",
                                        null,
                                        "2 rows break it",
                                        ">= 75, <= 90",
                                        List.of("row 2: 95", "row 4: 70")),
                                new TestFailure(
                                        "complete",
                                        "area",
                                        null,
                                        "1 row breaks it",
                                        "no nulls",
                                        List.of("row 3: null")),
                                new TestFailure(
                                        "complete",
                                        "price",
                                        null,
                                        "1 row breaks it",
                                        "no nulls",
                                        List.of("row 2: null")),
                                new TestFailure(
                                        "paved",
                                        "street",
                                        null,
                                        "2 rows break it",
                                        "one of Pave",
                                        List.of("row 2: Grvl", "row 4: Pave \"B\"")),
                                new TestFailure("many", null, null, "4 rows", "at least 1000 rows", List.of()))));
        assertThat(DatasetReader.manifest(workplace.store(), summary.digest()).rows())
                .isEqualTo(4);
    }

    @Test
    void atMostFiveExamples() {
        workplace.file("n.csv", "a,b\n" + "-1,1\n".repeat(3_000) + "-2,1\n".repeat(100_000));

        IngestSummary summary = workplace
                .ingest(plan("n.csv")
                        .test("{'name': 'positive', 'column': '*', 'min': 0}")
                        .build())
                .summary();

        assertThat(summary.tests().failures())
                .containsExactly(new TestFailure(
                        "positive",
                        "a",
                        null,
                        "103000 rows break it",
                        ">= 0",
                        List.of("row 1: -1", "row 2: -1", "row 3: -1", "row 4: -1", "row 5: -1")));
    }

    @Test
    void aPatternIsOfTheWholeValue() {
        assertThat(found("{'name': 'codes', 'column': 'postcode', 'pattern': '[0-9]{4}'}"))
                .isEqualTo(failed(new TestFailure(
                        "codes", "postcode", null, "1 row breaks it", "matches [0-9]{4}", List.of("row 4: 90210x"))));
        assertThat(found("{'name': 'ids', 'column': 'id', 'pattern': '[AB]-[0-9]'}"))
                .isEqualTo(PASSED);
    }

    @Test
    void missingValuesPassAPattern() {
        assertThat(found("{'name': 'streets', 'column': 'street', 'pattern': 'Pave|Gravel'}"))
                .isEqualTo(PASSED);
    }

    @Test
    void aValueThatOccursTwiceIsNotUnique() {
        assertThat(found("{'name': 'ids', 'column': 'id', 'unique': true}"))
                .isEqualTo(failed(new TestFailure(
                        "ids", "id", null, "1 row repeats a value", "no value twice", List.of("2 times: A-2"))));
        assertThat(found("{'name': 'areas', 'column': 'area', 'unique': true}")).isEqualTo(PASSED);
    }

    @Test
    void aShareOfMissingValues() {
        assertThat(found("{'name': 'known', 'column': 'area', 'maxNullFraction': 0.25}"))
                .isEqualTo(failed(new TestFailure(
                        "known", "area", null, "2 of 4 rows have no value (50 %)", "at most 25 %", List.of())));
        assertThat(found("{'name': 'known', 'column': '*', 'maxNullFraction': 0.5}"))
                .isEqualTo(PASSED);
    }

    @Test
    void numbersOfRows() {
        assertThat(found("{'name': 'few', 'maxRows': 3}"))
                .isEqualTo(failed(new TestFailure("few", null, null, "4 rows", "at most 3 rows", List.of())));
        assertThat(found("{'name': 'some', 'minRows': 5, 'maxRows': 9}"))
                .isEqualTo(failed(
                        new TestFailure("some", null, null, "4 rows", "at least 5 rows, at most 9 rows", List.of())));
        assertThat(found("{'name': 'some', 'minRows': 4, 'maxRows': 4}")).isEqualTo(PASSED);
    }

    @Test
    void whatOnlyWarnsComesBehindWhatFails() {
        workplace.file("houses.csv", HOUSES);

        Tests tests = workplace
                .ingest(plan("houses.csv")
                        .test("{'name': 'known', 'column': 'area', 'nullable': false, 'severity': 'Warn'}")
                        .test("{'name': 'few', 'maxRows': 3}")
                        .test("{'name': 'paved', 'column': 'street', 'allowed': ['Pave', 'Gravel']}")
                        .build())
                .summary()
                .tests();

        assertThat(tests)
                .isEqualTo(new Tests(
                        1,
                        1,
                        1,
                        List.of(
                                new TestFailure("few", null, null, "4 rows", "at most 3 rows", List.of()),
                                new TestFailure(
                                        "known",
                                        "area",
                                        Severity.WARN,
                                        "2 rows break it",
                                        "no nulls",
                                        List.of("row 2: null", "row 4: null")))));
    }

    @Test
    void onlyATestThatFailsTheVersionMakesServingRefuseMissingValues() {
        assertThat(nullable("Fail")).isFalse();
        assertThat(nullable("Warn")).isTrue();
    }

    private boolean nullable(String severity) {
        workplace.file("houses.csv", HOUSES);
        var result = workplace.ingest(plan("houses.csv")
                .test("{'name': 'known', 'column': 'id', 'nullable': false, 'severity': '" + severity + "'}")
                .build());
        try (var rows = workplace.open(result)) {
            return rows.view().columns().get(0).nullable();
        }
    }

    @Test
    void testsThatDoNotFitTheirColumn() {
        assertThat(refused("{'name': 's', 'column': 'street', 'min': 0}"))
                .isEqualTo("spec.tests[s].min does not fit column \"street\", which is of type category.");
        assertThat(refused("{'name': 's', 'column': 'street'}"))
                .isEqualTo(
                        "spec.tests[s] tests nothing: give it min, max, nullable, maxNullFraction, allowed, pattern, unique, maxDrift, maxAge, references, minRows, maxRows or sql.");
        assertThat(refused("{'name': 's', 'min': 0}"))
                .isEqualTo("spec.tests[s].column is missing: name a column, or \"*\" for each.");
        assertThat(refused("{'name': 's', 'column': 'area', 'min': 2, 'max': 1}"))
                .isEqualTo("spec.tests[s]: min 2.0 is above max 1.0.");
    }

    @Test
    void patternsThatDoNotFit() {
        assertThat(refused("{'name': 'codes', 'column': 'id', 'pattern': '[0-9'}"))
                .isEqualTo(
                        "spec.tests[codes].pattern: [0-9 is no regular expression that RE2 knows: missing closing ].");
        assertThat(refused("{'name': 'areas', 'column': 'area', 'pattern': '[0-9]+'}"))
                .isEqualTo("spec.tests[areas].pattern does not fit column \"area\", which is of type integer.");
    }

    @Test
    void boundsThatNothingCouldHold() {
        assertThat(refused("{'name': 'known', 'column': 'area', 'maxNullFraction': 30}"))
                .isEqualTo("spec.tests[known].maxNullFraction: 30.0 is no fraction between 0 and 1.");
        assertThat(refused("{'name': 'some', 'minRows': 9, 'maxRows': 5}"))
                .isEqualTo("spec.tests[some]: minRows 9 is above maxRows 5.");
    }

    private static Tests failed(TestFailure failure) {
        return new Tests(0, 0, 1, List.of(failure));
    }

    private static Workplace.Plan sales() {
        return plan("sales.csv").column("id", null, ColumnRole.KEY).label("price");
    }

    private Tests found(String test) {
        workplace.file("houses.csv", HOUSES);
        return workplace.ingest(plan("houses.csv").test(test).build()).summary().tests();
    }

    private String refused(String test) {
        StepException refusal = assertThrows(StepException.class, () -> found(test));
        assertThat(refusal.reason()).isEqualTo(FailureReason.BAD_INPUT);
        return String.valueOf(refusal.getMessage());
    }
}
