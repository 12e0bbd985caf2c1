package dev.millrace.data.ingest;

import dev.millrace.contract.dataset.DatasetManifest.Column;
import dev.millrace.contract.dataset.Profile;
import dev.millrace.contract.dataset.Profile.ColumnProfile;
import dev.millrace.contract.report.IngestSummary.Drifted;
import dev.millrace.data.check.Findings;
import dev.millrace.data.profile.ColumnDrift;
import dev.millrace.data.profile.Comparison;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Which columns are compared with the parent's, and which drifted. */
final class Comparisons {
    /** Up to here the literature takes PSI for no change (Siddiqi, Credit risk scorecards, 2006). */
    private static final double NO_CHANGE = 0.1;

    private static final int MOST_DRIFTED = 20;

    private Comparisons() {}

    /** A comparison for each column that the parent has as well, by name. */
    static Map<String, Comparison> with(Profile parent, RowLayout layout) {
        Map<String, ColumnProfile> columns =
                parent.columns().stream().collect(Collectors.toMap(ColumnProfile::name, Function.identity()));
        int learned = (int) layout.columns().stream()
                .filter(column -> Findings.isLearned(layout.role(column.name())) && columns.containsKey(column.name()))
                .count();
        Map<String, Comparison> comparisons = new HashMap<>();
        for (Column column : layout.columns()) {
            ColumnProfile before = columns.get(column.name());
            if (before != null) {
                Comparison.with(before, column.type(), learned)
                        .ifPresent(comparison -> comparisons.put(column.name(), comparison));
            }
        }
        return comparisons;
    }

    /** Features and labels that drifted, the furthest first; of texts the larger figure. */
    static List<Drifted> drifted(List<ColumnDrift> drifts, RowLayout layout) {
        Map<String, Double> largest = drifts.stream()
                .filter(drift -> Findings.isLearned(layout.role(drift.column())))
                .filter(drift -> drift.drift().exceeds(NO_CHANGE))
                .collect(Collectors.toMap(
                        ColumnDrift::column, drift -> drift.drift().psi(), Math::max));
        return largest.entrySet().stream()
                .map(entry -> new Drifted(entry.getKey(), entry.getValue()))
                .sorted(Comparator.comparingDouble(Drifted::psi).reversed().thenComparing(Drifted::column))
                .limit(MOST_DRIFTED)
                .toList();
    }
}
