package dev.millrace.contract.dataset;

import dev.millrace.contract.ColumnRole;
import dev.millrace.contract.Digest;
import dev.millrace.contract.plan.SplitPlan;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How one spec sees the rows of a data version: roles, split, profile. A blob in the store, named by its digest.
 *
 * @param dataset digest of the rows
 * @param columns in the manifest's order
 * @param split as planned
 * @param splits digest of the blob with one byte a row: its {@link dev.millrace.contract.Split}'s code, or 0 for none
 * @param counts rows of each split
 * @param profile digest of the {@link Profile}'s blob
 * @param withheld digest of the blob with the whole profile of the sensitive columns, for what is fitted to their values and for drift: as
 *     secret as the rows; null: no column is sensitive
 */
public record DatasetView(
        Digest dataset,
        List<ColumnView> columns,
        SplitPlan split,
        Digest splits,
        SplitCounts counts,
        Digest profile,
        @Nullable Digest withheld) {
    public DatasetView {
        columns = List.copyOf(columns);
    }

    /**
     * What a spec says of a column.
     *
     * @param nullable false where a data test refuses nulls in it: then serving refuses them too
     */
    public record ColumnView(String name, ColumnRole role, boolean nullable) {}

    /** Rows of each split; unlabelled rows are in none. */
    public record SplitCounts(long train, long validation, long test, long unlabelled) {}
}
