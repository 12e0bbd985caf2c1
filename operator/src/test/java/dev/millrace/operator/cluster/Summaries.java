package dev.millrace.operator.cluster;

import dev.millrace.contract.ColumnRole;
import dev.millrace.contract.ColumnType;
import dev.millrace.contract.Digest;
import dev.millrace.contract.report.IngestSummary;
import dev.millrace.contract.report.StepSummary;
import dev.millrace.contract.report.StepSummary.FailureReason;
import dev.millrace.contract.report.StepSummary.Outcome;
import dev.millrace.contract.report.TrainSummary;
import java.util.List;
import java.util.Map;

/** Summaries as pods leave them. */
public final class Summaries {
    public static final Digest ROWS = Digest.of("rows");
    public static final Digest VIEW = Digest.of("view");
    public static final Digest MODEL = Digest.of("model");

    private Summaries() {}

    public static StepSummary ingested() {
        return new StepSummary(
                Digest.of("plan"),
                Outcome.SUCCEEDED,
                null,
                "100 rows",
                false,
                ingest(new IngestSummary.Tests(1, 0, 0, List.of())),
                null);
    }

    public static StepSummary testsFailed() {
        return new StepSummary(
                Digest.of("plan"),
                Outcome.REJECTED,
                FailureReason.TESTS_FAILED,
                "test 'enough' failed: 100 rows, at least 1000 are wanted",
                false,
                ingest(new IngestSummary.Tests(
                        0,
                        0,
                        1,
                        List.of(new IngestSummary.TestFailure(
                                "enough", null, null, "100 rows", "at least 1000 rows", List.of())))),
                null);
    }

    private static IngestSummary ingest(IngestSummary.Tests tests) {
        return new IngestSummary(
                ROWS,
                VIEW,
                100,
                2048,
                1024,
                "file:///store/datasets/" + ROWS.hex() + "/manifest.json",
                List.of(
                        new IngestSummary.Column(
                                "price", ColumnType.NUMBER, ColumnRole.LABEL, 0, null, null, 12.5, null),
                        new IngestSummary.Column(
                                "area", ColumnType.NUMBER, ColumnRole.FEATURE, 3, null, null, 90.0, null)),
                2,
                new IngestSummary.SplitRows(70, 15, 15, 0),
                tests,
                List.of(),
                null,
                List.of());
    }

    public static StepSummary trained() {
        return new StepSummary(
                Digest.of("plan"),
                Outcome.SUCCEEDED,
                null,
                "rmse 24800.1 on the test split",
                false,
                null,
                new TrainSummary(
                        new TrainSummary.Metrics(
                                Map.of("rmse", 20000.0), Map.of("rmse", 23000.0), Map.of("rmse", 24800.123)),
                        Map.of("mean", Map.of("rmse", 80000.0)),
                        List.of(),
                        new TrainSummary.Model(MODEL, "file:///store/models/x/manifest.json", 812345, 3.1e-6),
                        "dl4j 1.0.0-M2.1",
                        1,
                        "0".repeat(40),
                        40,
                        30,
                        31.5,
                        List.of()));
    }

    public static StepSummary failed(FailureReason reason, String message) {
        return new StepSummary(Digest.of("plan"), Outcome.FAILED, reason, message, false, null, null);
    }
}
