package dev.millrace.trainer.step;

import dev.millrace.contract.Json;
import dev.millrace.contract.report.IngestSummary;
import dev.millrace.contract.report.IngestSummary.TestFailure;
import dev.millrace.contract.report.IngestSummary.Tests;
import dev.millrace.contract.report.StepSummary;
import dev.millrace.contract.report.TrainSummary;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes a summary fit a termination message. What goes first is what a person misses least and the store still has: figures of
 * columns from the end, then columns from the end, examples of failed tests, warnings, failed tests and gates from the end, at last the end of the message.
 */
final class SummaryLength {
    private SummaryLength() {}

    /** The summary itself, or as much of it as {@link StepSummary#MAX_BYTES} hold. */
    static StepSummary fitted(StepSummary summary) {
        StepSummary fitted = summary;
        while (Json.bytes(fitted).length > StepSummary.MAX_BYTES) {
            fitted = shorter(fitted);
        }
        return fitted;
    }

    private static StepSummary shorter(StepSummary summary) {
        IngestSummary ingest = summary.ingest();
        IngestSummary shorterIngest = ingest == null ? null : shorter(ingest);
        if (shorterIngest != null) {
            return with(summary, summary.message(), shorterIngest, summary.training());
        }
        TrainSummary training = summary.training();
        TrainSummary shorterTraining = training == null ? null : shorter(training);
        if (shorterTraining != null) {
            return with(summary, summary.message(), ingest, shorterTraining);
        }
        String message = summary.message();
        int end = message.offsetByCodePoints(
                message.length(), -Math.min(100, message.codePointCount(0, message.length())));
        return with(summary, message.substring(0, end) + (end > 0 ? "…" : ""), ingest, training);
    }

    private static @Nullable IngestSummary shorter(IngestSummary s) {
        for (int i = s.columns().size() - 1; i >= 0; i--) {
            if (s.columns().get(i).more() != null) {
                List<IngestSummary.Column> columns = new ArrayList<>(s.columns());
                columns.set(i, columns.get(i).withoutMore());
                return with(s, columns, s.tests(), s.warnings());
            }
        }
        if (!s.columns().isEmpty()) {
            return with(s, withoutLast(s.columns()), s.tests(), s.warnings());
        }
        Tests tests = s.tests();
        for (int i = tests.failures().size() - 1; i >= 0; i--) {
            TestFailure failure = tests.failures().get(i);
            if (!failure.examples().isEmpty()) {
                List<TestFailure> failures = new ArrayList<>(tests.failures());
                failures.set(i, failure.withExamples(withoutLast(failure.examples())));
                return with(s, s.columns(), tests.withFailures(failures), s.warnings());
            }
        }
        if (!s.warnings().isEmpty()) {
            return with(s, s.columns(), tests, withoutLast(s.warnings()));
        }
        if (!tests.failures().isEmpty()) {
            return with(s, s.columns(), tests.withFailures(withoutLast(tests.failures())), s.warnings());
        }
        return null;
    }

    private static @Nullable TrainSummary shorter(TrainSummary s) {
        if (!s.warnings().isEmpty()) {
            return with(s, s.gates(), withoutLast(s.warnings()));
        }
        if (!s.gates().isEmpty()) {
            return with(s, withoutLast(s.gates()), s.warnings());
        }
        return null;
    }

    private static <T> List<T> withoutLast(List<T> list) {
        return list.subList(0, list.size() - 1);
    }

    private static StepSummary with(
            StepSummary s, String message, @Nullable IngestSummary ingest, @Nullable TrainSummary training) {
        return new StepSummary(s.plan(), s.outcome(), s.reason(), message, s.cached(), ingest, training);
    }

    private static IngestSummary with(
            IngestSummary s, List<IngestSummary.Column> columns, Tests tests, List<String> warnings) {
        return new IngestSummary(
                s.digest(),
                s.view(),
                s.rows(),
                s.sizeBytes(),
                s.newBytes(),
                s.location(),
                columns,
                s.columnCount(),
                s.splits(),
                tests,
                s.newest(),
                s.diff(),
                warnings);
    }

    private static TrainSummary with(TrainSummary s, List<TrainSummary.GateResult> gates, List<String> warnings) {
        return new TrainSummary(
                s.metrics(),
                s.baselines(),
                gates,
                s.model(),
                s.engine(),
                s.threads(),
                s.codeRevision(),
                s.epochs(),
                s.bestEpoch(),
                s.cpuSeconds(),
                warnings);
    }
}
