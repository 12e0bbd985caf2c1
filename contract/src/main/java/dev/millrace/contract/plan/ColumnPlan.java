package dev.millrace.contract.plan;

import dev.millrace.contract.ColumnRole;
import dev.millrace.contract.ColumnType;
import org.jspecify.annotations.Nullable;

/**
 * What a spec says about one column.
 *
 * @param name as in the source
 * @param type null: inferred from the whole column
 * @param role null: feature
 * @param sensitive true: no value of the column is told; null: they may be
 */
public record ColumnPlan(
        String name,
        @Nullable ColumnType type,
        @Nullable ColumnRole role,
        @Nullable Boolean sensitive) {
    /** A column whose values may be told. */
    public ColumnPlan(String name, @Nullable ColumnType type, @Nullable ColumnRole role) {
        this(name, type, role, null);
    }
}
