package dev.millrace.trainer.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.contract.Json;
import dev.millrace.contract.plan.ColumnPlan;
import dev.millrace.contract.plan.IngestPlan;
import dev.millrace.contract.plan.SourcePlan;
import dev.millrace.contract.plan.SplitPlan;
import dev.millrace.contract.plan.TestPlan;
import dev.millrace.contract.report.StepReport;
import dev.millrace.contract.report.StepSummary;
import dev.millrace.contract.report.StepSummary.FailureReason;
import dev.millrace.contract.report.StepSummary.Outcome;
import dev.millrace.store.Documents;
import dev.millrace.store.Store;
import dev.millrace.trainer.Main;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IngestCommandTest {
    @TempDir
    Path folder;

    private Path csv;

    @BeforeEach
    void prepare() throws IOException {
        Files.createDirectory(folder.resolve("store"));
        csv = Files.createDirectory(folder.resolve("source")).resolve("rooms.csv");
        Files.writeString(csv, "bedrooms,price\n3,100\n2,80\n-8,90\n");
    }

    private static IngestPlan plan(List<ColumnPlan> columns, List<TestPlan> tests) {
        return new IngestPlan(
                new SourcePlan.VolumePath("raw", "*.csv"),
                null,
                null,
                false,
                columns,
                new SplitPlan(List.of(), new SplitPlan.Fractions(1, 0, 0), 7),
                tests,
                null,
                "trainer@sha256:0");
    }

    private int ingest(IngestPlan plan) throws IOException {
        Path file = Files.write(folder.resolve("plan.json"), Json.bytes(plan));
        return Main.commandLine()
                .execute(
                        "ingest",
                        "--plan",
                        file.toString(),
                        "--store",
                        "file://" + folder.resolve("store"),
                        "--source",
                        folder.resolve("source").toString(),
                        "--scratch",
                        folder.resolve("scratch").toString(),
                        "--termination-log",
                        folder.resolve("log").toString(),
                        "--memory-mib",
                        "512");
    }

    private StepSummary told() throws IOException {
        return Json.read(Files.readAllBytes(folder.resolve("log")), StepSummary.class);
    }

    @Test
    void aGoodVersionIsMadeOnce() throws IOException {
        IngestPlan plan = plan(List.of(), List.of());

        assertThat(ingest(plan)).isZero();
        StepSummary first = told();
        assertThat(first.outcome()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(first.plan()).isEqualTo(plan.key());
        assertThat(first.message()).isEqualTo("3 rows of 2 columns: 3 train, 0 validation, 0 test.");
        assertThat(first.cached()).isFalse();

        assertThat(ingest(plan)).isZero();
        assertThat(told())
                .isEqualTo(new StepSummary(
                        first.plan(), first.outcome(), null, first.message(), true, first.ingest(), null));
    }

    @Test
    void aVersionOfOtherFilesUnderTheSamePlanIsMadeAnew() throws IOException {
        IngestPlan plan = plan(List.of(), List.of());
        ingest(plan);

        Files.writeString(csv, "bedrooms,price\n3,100\n2,80\n-7,90\n");
        assertThat(ingest(plan)).isZero();

        assertThat(told().cached()).isFalse();
    }

    @Test
    void minusEightBedroomsAreRejectedAndKept() throws IOException {
        IngestPlan plan = plan(List.of(), List.of(Json.read("""
                {"name": "bedrooms", "column": "bedrooms", "min": 0, "max": 20}""", TestPlan.class)));

        assertThat(ingest(plan)).isEqualTo(66);
        assertThat(told().outcome()).isEqualTo(Outcome.REJECTED);
        assertThat(told().reason()).isEqualTo(FailureReason.TESTS_FAILED);
        assertThat(told().message())
                .isEqualTo(
                        "1 of 1 data tests failed: bedrooms on bedrooms expects >= 0, <= 20, but 1 row breaks it (row 3: -8).");

        assertThat(ingest(plan)).isEqualTo(66);
        assertThat(told().cached()).isTrue();
    }

    @Test
    void badInputIsNeitherReportedNorRetried() throws IOException {
        IngestPlan plan = plan(List.of(new ColumnPlan("bedroms", null, null)), List.of());

        assertThat(ingest(plan)).isEqualTo(65);
        assertThat(told().reason()).isEqualTo(FailureReason.BAD_INPUT);
        assertThat(told().message())
                .isEqualTo(
                        "spec.columns[bedroms].name: the source has no column \"bedroms\"; did you mean \"bedrooms\"?");
        assertThat(store().document(Documents.report(plan.key()))).isEmpty();
    }

    @Test
    void aDamagedVersionIsMadeAnew() throws IOException {
        IngestPlan plan = plan(List.of(), List.of());
        ingest(plan);
        StepReport report =
                Json.read(store().document(Documents.report(plan.key())).orElseThrow(), StepReport.class);
        Files.writeString(store().fetch(report.blobs().get(0), folder), "damaged");

        assertThat(ingest(plan)).isZero();

        assertThat(told().cached()).isFalse();
        report.blobs().forEach(blob -> assertThat(store().verify(blob)).isPositive());
    }

    private Store store() {
        return Store.open(URI.create("file://" + folder.resolve("store")));
    }
}
