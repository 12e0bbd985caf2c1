package dev.millrace.data.ingest;

import dev.millrace.contract.ColumnRole;
import dev.millrace.contract.dataset.DatasetManifest.Column;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What the columns are for.
 *
 * @param columns in order
 * @param roles by name
 * @param keepsEqualRows whether rows with the same features are never in different splits
 */
record RowLayout(List<Column> columns, Map<String, ColumnRole> roles, boolean keepsEqualRows) {
    ColumnRole role(String column) {
        return roles.getOrDefault(column, ColumnRole.FEATURE);
    }

    /** Indexes of the columns with a role. */
    int[] indexes(ColumnRole role) {
        return IntStream.range(0, columns.size())
                .filter(i -> roles.get(columns.get(i).name()) == role)
                .toArray();
    }
}
