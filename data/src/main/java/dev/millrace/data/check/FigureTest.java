package dev.millrace.data.check;

import dev.millrace.contract.dataset.Profile.ColumnProfile;
import dev.millrace.contract.dataset.Profile.Statistics;
import dev.millrace.contract.dataset.Profile.ValueCount;
import dev.millrace.contract.plan.TestPlan;
import dev.millrace.contract.report.IngestSummary.TestFailure;
import dev.millrace.data.profile.ColumnDrift;
import dev.millrace.data.sensitive.SensitiveColumns;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Data tests that are decided when all rows were seen, by their figures. */
final class FigureTest {
    private FigureTest() {}

    /** Holds minRows and maxRows against the number of rows. */
    static Optional<TestFailure> ofRows(TestPlan plan, long rows) {
        Long fewest = plan.minRows();
        Long most = plan.maxRows();
        List<String> bounds = new ArrayList<>();
        if (fewest != null) {
            bounds.add("at least " + ValueTest.rows(fewest));
        }
        if (most != null) {
            bounds.add("at most " + ValueTest.rows(most));
        }
        boolean holds = (fewest == null || rows >= fewest) && (most == null || rows <= most);
        return holds
                ? Optional.empty()
                : Optional.of(new TestFailure(
                        plan.name(),
                        null,
                        plan.severity(),
                        ValueTest.rows(rows),
                        String.join(", ", bounds),
                        List.of()));
    }

    /** Holds maxNullFraction against a column's missing values. */
    static Optional<TestFailure> ofNulls(TestPlan plan, ColumnProfile column) {
        Double most = plan.maxNullFraction();
        Statistics all = column.all();
        if (most == null || all.nulls() <= most * all.rows()) {
            return Optional.empty();
        }
        String observed = all.nulls() + " of " + all.rows() + " rows have no value ("
                + percent((double) all.nulls() / all.rows()) + ")";
        return Optional.of(new TestFailure(
                plan.name(), column.name(), plan.severity(), observed, "at most " + percent(most), List.of()));
    }

    /** Holds unique against a column's values. */
    static Optional<TestFailure> ofDistinct(TestPlan plan, ColumnProfile column) {
        Statistics all = column.all();
        long repeated = all.rows() - all.nulls() - all.distinct();
        if (!Boolean.TRUE.equals(plan.unique()) || repeated == 0) {
            return Optional.empty();
        }
        List<String> examples = all.top().stream()
                .filter(value -> value.count() > 1)
                .limit(ValueTest.MOST_EXAMPLES)
                .map(value -> example(value, column))
                .toList();
        String observed = repeated + (repeated == 1 ? " row repeats" : " rows repeat") + " a value";
        return Optional.of(
                new TestFailure(plan.name(), column.name(), plan.severity(), observed, "no value twice", examples));
    }

    /** Holds maxDrift against what a column moved since the parent: of a text, its lengths and its words. */
    static Optional<TestFailure> ofDrift(TestPlan plan, ColumnProfile column, Findings findings) {
        Double most = plan.maxDrift();
        if (most == null) {
            return Optional.empty();
        }
        List<ColumnDrift> drifted = findings.drifts(column.name()).stream()
                .filter(drift -> drift.drift().exceeds(most))
                .toList();
        if (drifted.isEmpty()) {
            return Optional.empty();
        }
        String observed = drifted.stream()
                .map(drift -> String.format(
                        Locale.ROOT,
                        "PSI %.3f of its %s against the parent, where chance makes up to %.3f",
                        drift.drift().psi(),
                        drift.of().name().toLowerCase(Locale.ROOT),
                        drift.drift().noise()))
                .collect(Collectors.joining("; "));
        return Optional.of(new TestFailure(
                plan.name(), column.name(), plan.severity(), observed, "PSI at most " + most, List.of()));
    }

    /**
     * Holds equals, min and max against what a test's SQL gives; no value at all breaks them.
     *
     * @param mayTell whether the value is not made of sensitive ones
     */
    static Optional<TestFailure> ofSql(TestPlan plan, Optional<Double> value, boolean mayTell) {
        Double wanted = plan.equals();
        boolean holds = value.filter(number -> (wanted == null || number.doubleValue() == wanted)
                        && ValueTest.within(number, plan.min(), plan.max()))
                .isPresent();
        if (holds) {
            return Optional.empty();
        }
        List<String> bounds = new ArrayList<>();
        if (wanted != null) {
            bounds.add("= " + ValueTest.number(wanted));
        }
        bounds.addAll(ValueTest.range(plan));
        return Optional.of(new TestFailure(
                plan.name(),
                null,
                plan.severity(),
                "its SQL gives "
                        + value.map(number -> mayTell ? ValueTest.number(number) : SensitiveColumns.VALUE)
                                .orElse("no value"),
                String.join(", ", bounds),
                List.of()));
    }

    private static String example(ValueCount value, ColumnProfile column) {
        return value.count() + " times: "
                + (column.hidesValues() ? SensitiveColumns.VALUE : ValueTest.shortened(value.value()));
    }

    private static String percent(double fraction) {
        return String.format(Locale.ROOT, "%.4g %%", 100 * fraction).replaceFirst("\\.?0+ %", " %");
    }
}
