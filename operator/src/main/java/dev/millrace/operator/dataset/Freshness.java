package dev.millrace.operator.dataset;

import dev.millrace.api.v1alpha1.dataset.DataTest;
import dev.millrace.api.v1alpha1.dataset.DatasetVersion;
import dev.millrace.contract.plan.Severity;
import dev.millrace.contract.report.IngestSummary;
import dev.millrace.contract.report.IngestSummary.Newest;
import dev.millrace.contract.report.IngestSummary.TestFailure;
import dev.millrace.contract.report.IngestSummary.Tests;
import dev.millrace.contract.report.StepSummary;
import dev.millrace.contract.report.StepSummary.FailureReason;
import dev.millrace.contract.report.StepSummary.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Holds {@code maxAge} against the newest timestamps that an ingest reports, at the time when the version was created. The ingest itself knows no clock:
 * its result would be another one each time, and never be found in the store.
 */
final class Freshness {
    private Freshness() {}

    /** What became of the version with these tests as well, which the ingest counts as passed. */
    static StepSummary judged(DatasetVersion version, StepSummary summary) {
        IngestSummary ingest = summary.ingest();
        if (ingest == null) {
            return summary;
        }
        List<TestFailure> stale = version.getSpec().tests().stream()
                .filter(test -> test.maxAge() != null)
                .flatMap(test -> failure(test, version, ingest).stream())
                .toList();
        if (stale.isEmpty()) {
            return summary;
        }
        int warned = (int) stale.stream()
                .filter(failure -> failure.severity() == Severity.WARN)
                .count();
        Tests tests = ingest.tests();
        List<TestFailure> failures = new ArrayList<>(tests.failures());
        failures.addAll(stale);
        failures.sort(Comparator.comparing(failure -> failure.severity() == Severity.WARN));
        Tests all = new Tests(
                tests.passed() - stale.size(),
                tests.warned() + warned,
                tests.failed() + stale.size() - warned,
                failures);
        boolean failsFirst = tests.failed() == 0 && all.failed() > 0;
        String message = failsFirst
                ? all.failedSentence()
                : summary.message() + " "
                        + stale.stream().map(TestFailure::sentence).collect(Collectors.joining(" "));
        return new StepSummary(
                summary.plan(),
                all.failed() > 0 ? Outcome.REJECTED : summary.outcome(),
                all.failed() > 0 ? FailureReason.TESTS_FAILED : summary.reason(),
                message,
                summary.cached(),
                ingest.withTests(all),
                summary.training());
    }

    private static Optional<TestFailure> failure(DataTest test, DatasetVersion version, IngestSummary ingest) {
        Duration most = Duration.parse("PT" + String.valueOf(test.maxAge()).toUpperCase(Locale.ROOT));
        Optional<String> newest = ingest.newest().stream()
                .filter(reported -> reported.test().equals(test.name()))
                .map(Newest::at)
                .findFirst();
        Duration age = newest.map(at -> Duration.between(
                        Instant.parse(at), Instant.parse(version.getMetadata().getCreationTimestamp())))
                .orElse(null);
        if (age != null && age.compareTo(most) <= 0) {
            return Optional.empty();
        }
        return Optional.of(new TestFailure(
                test.name(),
                test.column(),
                test.severity() == DataTest.Severity.WARN ? Severity.WARN : null,
                age == null
                        ? "no row has a value"
                        : "the newest is " + newest.get() + ", " + words(age) + " before the version was created",
                "a value at most " + test.maxAge() + " old",
                List.of()));
    }

    private static String words(Duration age) {
        return age.toHours() > 0
                ? age.toHours() + "h" + age.toMinutesPart() + "m"
                : age.toMinutes() + "m" + age.toSecondsPart() + "s";
    }
}
