package dev.millrace.operator.dataset;

import dev.millrace.api.v1alpha1.Condition;
import dev.millrace.api.v1alpha1.Reason;
import dev.millrace.api.v1alpha1.dataset.Column;
import dev.millrace.api.v1alpha1.dataset.DataTest;
import dev.millrace.api.v1alpha1.dataset.DatasetVersion;
import dev.millrace.api.v1alpha1.dataset.DatasetVersionStatus;
import dev.millrace.api.v1alpha1.dataset.DatasetVersionStatus.ColumnSummary;
import dev.millrace.api.v1alpha1.dataset.DatasetVersionStatus.Diff;
import dev.millrace.api.v1alpha1.dataset.DatasetVersionStatus.Drifted;
import dev.millrace.api.v1alpha1.dataset.DatasetVersionStatus.Failure;
import dev.millrace.api.v1alpha1.dataset.DatasetVersionStatus.Phase;
import dev.millrace.api.v1alpha1.dataset.DatasetVersionStatus.Retyped;
import dev.millrace.api.v1alpha1.dataset.DatasetVersionStatus.SplitRows;
import dev.millrace.api.v1alpha1.dataset.DatasetVersionStatus.Tests;
import dev.millrace.contract.plan.Severity;
import dev.millrace.contract.report.IngestSummary;
import dev.millrace.contract.report.StepSummary;
import dev.millrace.operator.condition.Conditions;
import dev.millrace.operator.condition.Verdict;
import dev.millrace.operator.step.FailureReasons;
import dev.millrace.operator.step.StepState.Underway;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A version's status. */
final class DatasetStatuses {
    /** The most columns and failed tests that a status lists. */
    private static final int COLUMNS = 32;

    private static final int FAILURES = 20;

    private DatasetStatuses() {}

    /** Whether a version has come to its end, which nothing changes any more. */
    static boolean finished(DatasetVersion version) {
        DatasetVersionStatus status = version.getStatus();
        if (status == null || status.phase() == null) {
            return false;
        }
        return switch (status.phase()) {
            case READY, FAILED -> Conditions.isTrue(status.conditions(), Condition.Type.FINISHED);
            case PENDING, INGESTING -> false;
        };
    }

    /** Nothing runs yet, or something stands in the way. */
    static DatasetVersionStatus pending(DatasetVersion version, Verdict verdict, Clock clock) {
        return status(version, new Stand(Phase.PENDING, verdict, null, null), clock);
    }

    /** The ingest is under way. */
    static DatasetVersionStatus underway(DatasetVersion version, Underway underway, Clock clock) {
        Phase phase = underway.working() ? Phase.INGESTING : Phase.PENDING;
        return status(version, new Stand(phase, underway.verdict(), null, null), clock);
    }

    /** A reconcile ended with an error: where the version stands is not known better than before. */
    static DatasetVersionStatus interrupted(DatasetVersion version, Verdict verdict, Clock clock) {
        DatasetVersionStatus previous = version.getStatus();
        if (finished(version)) {
            return previous;
        }
        Phase phase = previous == null || previous.phase() == null ? Phase.PENDING : previous.phase();
        return status(version, new Stand(phase, verdict, null, null), clock);
    }

    /** It can never become ready, and no ingest said why. */
    static DatasetVersionStatus failed(DatasetVersion version, Verdict verdict, Clock clock) {
        return status(version, new Stand(Phase.FAILED, verdict, null, null), clock);
    }

    /** The ingest has come to its end. */
    static DatasetVersionStatus reported(DatasetVersion version, StepSummary reported, Clock clock) {
        StepSummary summary = Freshness.judged(version, reported);
        IngestSummary ingest = summary.ingest();
        if (summary.outcome() == StepSummary.Outcome.SUCCEEDED && ingest != null) {
            Verdict verdict = Verdict.ready(summary.cached() ? Reason.CACHED : Reason.INGESTED, summary.message());
            return status(version, new Stand(Phase.READY, verdict, ingest, summary.cached()), clock);
        }
        Verdict verdict = Verdict.stalled(FailureReasons.of(summary.reason()), summary.message());
        return status(version, new Stand(Phase.FAILED, verdict, ingest, summary.cached()), clock);
    }

    /**
     * Where a version stands.
     *
     * @param ingest what was made; null: nothing
     * @param cached null: no ingest has ended
     */
    private record Stand(
            Phase phase,
            Verdict verdict,
            @Nullable IngestSummary ingest,
            @Nullable Boolean cached) {}

    private static DatasetVersionStatus status(DatasetVersion version, Stand stand, Clock clock) {
        IngestSummary ingest = stand.ingest();
        return new DatasetVersionStatus(
                version.getMetadata().getGeneration(),
                stand.phase(),
                stand.verdict().message(),
                version.getStatus() == null ? List.of() : version.getStatus().usedBy(),
                ingest == null ? null : ingest.digest().value(),
                ingest == null ? null : ingest.view().value(),
                ingest == null ? null : ingest.rows(),
                ingest == null ? null : ingest.sizeBytes(),
                ingest == null ? null : ingest.newBytes(),
                ingest == null ? null : ingest.location(),
                stand.cached(),
                ingest == null
                        ? List.of()
                        : ingest.columns().stream()
                                .limit(COLUMNS)
                                .map(DatasetStatuses::column)
                                .toList(),
                ingest == null ? null : ingest.columnCount(),
                ingest == null ? null : splits(ingest.splits()),
                ingest == null ? null : tests(ingest.tests()),
                ingest == null ? null : diff(version, ingest),
                ingest == null ? List.of() : ingest.warnings(),
                conditions(version, stand, clock));
    }

    private static List<Condition> conditions(DatasetVersion version, Stand stand, Clock clock) {
        Verdict verdict = stand.verdict();
        boolean finished = stand.phase() == Phase.READY || stand.phase() == Phase.FAILED;
        Conditions conditions = Conditions.of(
                        verdict,
                        version.getStatus() == null
                                ? List.of()
                                : version.getStatus().conditions(),
                        version.getMetadata().getGeneration(),
                        clock)
                .with(
                        Condition.Type.FINISHED,
                        finished ? Condition.Status.TRUE : Condition.Status.FALSE,
                        verdict.reason(),
                        verdict.message());
        IngestSummary ingest = stand.ingest();
        if (ingest == null) {
            return conditions.list();
        }
        IngestSummary.Tests tests = ingest.tests();
        int all = tests.count();
        if (tests.failed() > 0) {
            return conditions
                    .with(
                            Condition.Type.TESTS_PASSED,
                            Condition.Status.FALSE,
                            Reason.TESTS_FAILED,
                            tests.failed() + " of " + all + " tests failed")
                    .list();
        }
        if (tests.warned() > 0) {
            return conditions
                    .with(
                            Condition.Type.TESTS_PASSED,
                            Condition.Status.TRUE,
                            Reason.TESTS_WARNED,
                            tests.warned() + " of " + all + " tests warned, the others passed")
                    .list();
        }
        return conditions
                .with(
                        Condition.Type.TESTS_PASSED,
                        Condition.Status.TRUE,
                        all == 0 ? Reason.NO_TESTS : Reason.TESTS_PASSED,
                        all == 0 ? "the spec has no tests" : "all " + all + " tests passed")
                .list();
    }

    private static ColumnSummary column(IngestSummary.Column column) {
        IngestSummary.Figures more = column.more();
        return new ColumnSummary(
                column.name(),
                Column.Type.valueOf(column.type().name()),
                Column.Role.valueOf(column.role().name()),
                column.nulls(),
                column.min() != null && column.min().isNumber() ? column.min().doubleValue() : null,
                column.max() != null && column.max().isNumber() ? column.max().doubleValue() : null,
                column.mean(),
                column.min() != null && column.min().isTextual() ? column.min().textValue() : null,
                column.max() != null && column.max().isTextual() ? column.max().textValue() : null,
                more == null ? null : more.distinct(),
                more == null ? null : more.stddev(),
                more == null ? null : more.p05(),
                more == null ? null : more.p50(),
                more == null ? null : more.p95());
    }

    private static SplitRows splits(IngestSummary.SplitRows rows) {
        return new SplitRows(rows.train(), rows.validation(), rows.test(), rows.unlabelled());
    }

    private static Tests tests(IngestSummary.Tests tests) {
        return new Tests(
                tests.passed(),
                tests.warned() == 0 ? null : tests.warned(),
                tests.failed(),
                tests.failures().stream()
                        .limit(FAILURES)
                        .map(failure -> new Failure(
                                failure.name(),
                                failure.column(),
                                failure.severity() == Severity.WARN ? DataTest.Severity.WARN : null,
                                failure.observed(),
                                failure.expected(),
                                failure.examples()))
                        .toList());
    }

    private static @Nullable Diff diff(DatasetVersion version, IngestSummary ingest) {
        if (version.getSpec().parent() == null || ingest.diff() == null) {
            return null;
        }
        IngestSummary.Diff diff = ingest.diff();
        return new Diff(
                version.getSpec().parent().name(),
                diff.rowsAdded(),
                diff.rowsRemoved(),
                diff.rowsChanged(),
                diff.columnsAdded(),
                diff.columnsRemoved(),
                diff.columnsRetyped().stream()
                        .map(column -> new Retyped(
                                column.name(),
                                Column.Type.valueOf(column.from().name()),
                                Column.Type.valueOf(column.to().name())))
                        .toList(),
                diff.drifted().stream()
                        .map(drifted -> new Drifted(drifted.column(), drifted.psi()))
                        .toList());
    }
}
