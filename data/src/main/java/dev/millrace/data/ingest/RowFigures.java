package dev.millrace.data.ingest;

import dev.millrace.contract.ColumnRole;
import dev.millrace.contract.Split;
import dev.millrace.contract.dataset.DatasetManifest.Column;
import dev.millrace.contract.dataset.Profile;
import dev.millrace.data.check.DataTests;
import dev.millrace.data.check.LabelLeaks;
import dev.millrace.data.check.LeakCheck;
import dev.millrace.data.check.RowLeaks;
import dev.millrace.data.profile.ColumnDrift;
import dev.millrace.data.profile.ColumnProfiler;
import dev.millrace.data.profile.Comparison;
import dev.millrace.data.rows.RowHashes;
import dev.millrace.data.rows.Values;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ForkJoinTask;
import org.jspecify.annotations.Nullable;

/** All that is computed of typed rows but their chunks, while they go by: figures, tests, leaks. */
final class RowFigures implements AutoCloseable {
    /** Distinct values that all columns together keep in memory; what is more goes to the scratch folder. */
    private static final int VALUES_IN_MEMORY = 1 << 21;

    private static final int MOST_VALUES = 1 << 17;
    private static final int FEWEST_VALUES = 1 << 10;

    private final RowLayout layout;
    private final DataTests tests;
    private final LabelLeaks labelLeaks;
    private final @Nullable RowLeaks rowLeaks;
    private final List<ColumnProfiler> profilers = new ArrayList<>();
    private final long[] splitCounts = new long[1 + Split.values().length];

    /**
     * No rows yet.
     *
     * @param scratch an existing folder
     */
    RowFigures(RowLayout layout, DataTests tests, Path scratch) {
        this.layout = layout;
        this.tests = tests;
        this.labelLeaks = new LabelLeaks(layout.columns(), layout.roles());
        this.rowLeaks = layout.keepsEqualRows() ? null : new RowLeaks(layout.indexes(ColumnRole.FEATURE), scratch);
        int values = Math.max(
                FEWEST_VALUES,
                Math.min(MOST_VALUES, VALUES_IN_MEMORY / layout.columns().size()));
        for (Column column : layout.columns()) {
            profilers.add(new ColumnProfiler(column.name(), column.type(), values, scratch));
        }
    }

    /** The next rows, and what is computed of each for itself. */
    @SuppressWarnings("ArrayRecordComponent")
    record Batch(List<Values> columns, RowHashes hashes, byte[] splits) {}

    /** All that looks at rows: each takes batches in their order, and none knows of another. */
    List<Runnable> looks(Batch batch) {
        List<Runnable> looks = new ArrayList<>();
        if (rowLeaks != null) {
            looks.add(() -> rowLeaks.add(batch.columns(), batch.splits()));
        }
        looks.add(() -> labelLeaks.add(batch.columns(), batch.hashes(), batch.splits()));
        looks.add(() -> tests.add(batch.columns()));
        for (int c = 0; c < profilers.size(); c++) {
            ColumnProfiler profiler = profilers.get(c);
            Values column = batch.columns().get(c);
            looks.add(() -> profiler.add(column, batch.splits()));
        }
        looks.add(() -> {
            for (byte split : batch.splits()) {
                splitCounts[split]++;
            }
        });
        return looks;
    }

    /** What was gathered of each column, in their order. */
    List<ColumnProfiler> columns() {
        return profilers;
    }

    /** The checks that look at several columns, always in the same order. */
    List<LeakCheck> checks() {
        return rowLeaks == null ? List.of(labelLeaks) : List.of(rowLeaks, labelLeaks);
    }

    /** How many checks there are of such rows. */
    static int checks(RowLayout layout) {
        return layout.keepsEqualRows() ? 1 : 2;
    }

    RowLayout layout() {
        return layout;
    }

    DataTests tests() {
        return tests;
    }

    RowCounts counts() {
        return new RowCounts(splitCounts.clone());
    }

    /**
     * What all rows together say.
     *
     * @param drifts from the parent of all columns that can be compared
     * @param leaks that were found, a sentence each
     */
    record Conclusion(Profile profile, List<ColumnDrift> drifts, List<String> leaks) {}

    /**
     * To be asked once, after the last row: each column and each check works for itself, on all cores.
     *
     * @param parent to compare with
     */
    Conclusion conclude(Optional<Profile> parent) {
        Map<String, Comparison> comparisons =
                parent.map(profile -> Comparisons.with(profile, layout)).orElse(Map.of());
        List<ForkJoinTask<ColumnProfiler.Conclusion>> columns = profilers.stream()
                .map(profiler -> ForkJoinTask.adapt(() -> profiler.conclude(
                        layout.role(profiler.name()), Optional.ofNullable(comparisons.get(profiler.name())))))
                .toList();
        List<ForkJoinTask<List<String>>> leaks = checks().stream()
                .map(check -> ForkJoinTask.adapt(check::warnings))
                .toList();
        List<ForkJoinTask<?>> all = new ArrayList<>(columns);
        all.addAll(leaks);
        ForkJoinTask.invokeAll(all);
        return new Conclusion(
                new Profile(
                        columns.stream().map(column -> column.join().profile()).toList()),
                columns.stream()
                        .flatMap(column -> column.join().drifts().stream())
                        .toList(),
                leaks.stream().flatMap(found -> found.join().stream()).toList());
    }

    @Override
    public void close() {
        profilers.forEach(ColumnProfiler::close);
        if (rowLeaks != null) {
            rowLeaks.close();
        }
    }
}
