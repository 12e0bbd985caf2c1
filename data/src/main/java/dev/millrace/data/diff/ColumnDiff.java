package dev.millrace.data.diff;

import dev.millrace.contract.dataset.DatasetManifest;
import dev.millrace.contract.dataset.DatasetManifest.Column;
import dev.millrace.contract.report.IngestSummary.Retyped;
import java.util.List;
import java.util.Optional;

/**
 * The columns of two versions.
 *
 * @param added names that only the child has
 * @param removed names that only the parent has
 * @param retyped columns of both whose types differ
 * @param common columns of both with the same type, in the child's order
 * @param sameEncoding whether equal chunks have equal values in all common columns, whatever the other columns are called
 */
record ColumnDiff(
        List<String> added, List<String> removed, List<Retyped> retyped, List<Column> common, boolean sameEncoding) {
    static ColumnDiff between(DatasetManifest parent, DatasetManifest child) {
        List<Column> common =
                child.columns().stream().filter(parent.columns()::contains).toList();
        List<Retyped> retyped = child.columns().stream()
                .filter(column -> !common.contains(column))
                .flatMap(column -> Optional.ofNullable(parent.column(column.name()))
                        .map(before -> new Retyped(column.name(), before.type(), column.type()))
                        .stream())
                .toList();
        return new ColumnDiff(
                namesWithout(child, parent),
                namesWithout(parent, child),
                retyped,
                common,
                child.columns().stream()
                                .map(Column::type)
                                .toList()
                                .equals(parent.columns().stream()
                                        .map(Column::type)
                                        .toList())
                        && common.stream()
                                .allMatch(column -> child.columns().indexOf(column)
                                        == parent.columns().indexOf(column)));
    }

    private static List<String> namesWithout(DatasetManifest version, DatasetManifest other) {
        return version.columns().stream()
                .map(Column::name)
                .filter(name -> other.column(name) == null)
                .toList();
    }

    /** Whether the versions have the same columns in the same order. */
    boolean isNone() {
        return added.isEmpty() && removed.isEmpty() && retyped.isEmpty() && sameEncoding;
    }
}
