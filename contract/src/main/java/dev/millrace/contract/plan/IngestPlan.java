package dev.millrace.contract.plan;

import dev.millrace.contract.Digest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rows of a source become a tested, profiled, stored data version.
 *
 * @param source where the rows come from
 * @param format the files' format; null: from their names
 * @param query DuckDB SQL over the source's rows, the table {@code source}: what it gives is the version; null: the source is
 * @param strictColumns whether a column that {@code columns} does not list is refused
 * @param columns what the spec says about columns; the rest is inferred
 * @param split how rows are given to train, validation and test
 * @param tests what must hold of the rows
 * @param parent the data version to count added and removed rows against
 * @param parentView the view of the parent's rows, for drift; null: the parent has none
 * @param image the trainer image that runs the step, as configured
 */
public record IngestPlan(
        SourcePlan source,
        @Nullable DataFormat format,
        @Nullable String query,
        boolean strictColumns,
        List<ColumnPlan> columns,
        SplitPlan split,
        List<TestPlan> tests,
        @Nullable Digest parent,
        @Nullable Digest parentView,
        String image)
        implements StepPlan {
    public IngestPlan {
        columns = List.copyOf(columns);
        tests = List.copyOf(tests);
    }
}
