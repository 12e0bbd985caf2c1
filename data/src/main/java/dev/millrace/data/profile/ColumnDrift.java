package dev.millrace.data.profile;

import dev.millrace.contract.drift.Drift;

/**
 * How far a column moved from the same column of the parent.
 *
 * @param of what was compared: the values themselves, or of texts their lengths or their words
 */
public record ColumnDrift(String column, Aspect of, Drift drift) {
    /** What of a column is compared. */
    public enum Aspect {
        VALUES,
        LENGTHS,
        WORDS
    }
}
