package dev.millrace.data.check;

import dev.millrace.contract.ColumnRole;
import dev.millrace.contract.dataset.Profile;
import dev.millrace.data.profile.ColumnDrift;
import java.util.List;

/**
 * What is known of a version when all its rows were seen.
 *
 * @param drifts from the parent, of all columns that can be compared
 */
public record Findings(Profile profile, List<ColumnDrift> drifts) {
    public Findings {
        drifts = List.copyOf(drifts);
    }

    /** The drift of a column: one figure, or of a text two; none if there is nothing to compare with. */
    List<ColumnDrift> drifts(String column) {
        return drifts.stream().filter(drift -> drift.column().equals(column)).toList();
    }

    /** Keys and times move by their nature, and what is ignored may. */
    public static boolean isLearned(ColumnRole role) {
        return role == ColumnRole.FEATURE || role == ColumnRole.LABEL;
    }
}
