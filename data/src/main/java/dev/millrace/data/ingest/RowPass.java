package dev.millrace.data.ingest;

import dev.millrace.contract.ColumnRole;
import dev.millrace.contract.Split;
import dev.millrace.contract.dataset.DatasetManifest.Chunk;
import dev.millrace.contract.dataset.DatasetManifest.Column;
import dev.millrace.contract.dataset.Profile;
import dev.millrace.contract.report.StepException;
import dev.millrace.data.check.DataTests;
import dev.millrace.data.check.LabelLeaks;
import dev.millrace.data.check.RowLeaks;
import dev.millrace.data.engine.Session;
import dev.millrace.data.profile.ColumnDrift;
import dev.millrace.data.profile.ColumnProfiler;
import dev.millrace.data.profile.Comparison;
import dev.millrace.data.rows.ChunkCutter;
import dev.millrace.data.rows.RowBuffer;
import dev.millrace.data.rows.RowHashes;
import dev.millrace.data.rows.Values;
import dev.millrace.data.source.TypedRows;
import dev.millrace.data.split.RowSplit;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ForkJoinTask;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The one pass over the typed rows in which everything is computed that needs them. */
final class RowPass implements AutoCloseable {
    /** Distinct values that all columns together keep in memory; what is more goes to the scratch folder. */
    private static final int VALUES_IN_MEMORY = 1 << 21;

    private static final int MOST_VALUES = 1 << 17;
    private static final int FEWEST_VALUES = 1 << 10;

    private final TypedRows rows;
    private final Layout layout;
    private final Session session;
    private final Path splitsFile;
    private final DataTests tests;
    private final LabelLeaks labelLeaks;
    private final @Nullable RowLeaks rowLeaks;
    private final List<ColumnProfiler> profilers = new ArrayList<>();
    private final long[] splitCounts = new long[1 + Split.values().length];
    private final ChunkCutter cutter = new ChunkCutter();
    private RowBuffer buffer = new RowBuffer();
    private long seen;

    /**
     * A pass.
     *
     * @param scratch an existing folder
     */
    RowPass(TypedRows rows, Layout layout, DataTests tests, Session session, Path scratch) {
        this.rows = rows;
        this.layout = layout;
        this.tests = tests;
        this.session = session;
        this.splitsFile = scratch.resolve("splits");
        this.labelLeaks = new LabelLeaks(rows.columns(), layout.roles());
        this.rowLeaks = layout.keepsEqualRows() ? null : new RowLeaks(layout.indexes(ColumnRole.FEATURE), scratch);
        int values = Math.max(
                FEWEST_VALUES,
                Math.min(MOST_VALUES, VALUES_IN_MEMORY / rows.columns().size()));
        for (Column column : rows.columns()) {
            profilers.add(new ColumnProfiler(column.name(), column.type(), values, scratch));
        }
    }

    /** Reads all rows. */
    List<Chunk> run(ChunkWriter chunks, Runnable stopCheck) throws IOException {
        RowSplit split = layout.split();
        try (OutputStream splits = new BufferedOutputStream(Files.newOutputStream(splitsFile))) {
            rows.read(session, columns -> new Batch(columns, RowHashes.of(columns), split.codes(columns)), batch -> {
                stopCheck.run();
                requireFinite(batch.columns());
                looks(batch, chunks).parallel().forEach(Runnable::run);
                write(batch.splits(), splits);
                seen += batch.splits().length;
            });
        }
        if (buffer.rows() > 0) {
            chunks.write(cutter.finish(), buffer);
        }
        return chunks.finish();
    }

    /** The next rows, and what is computed of each for itself. */
    @SuppressWarnings("ArrayRecordComponent")
    private record Batch(List<Values> columns, RowHashes hashes, byte[] splits) {}

    /** All that looks at rows: each takes batches in their order, and none knows of another. */
    private Stream<Runnable> looks(Batch batch, ChunkWriter chunks) {
        List<Runnable> looks = new ArrayList<>();
        looks.add(() -> cut(batch, chunks));
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
        return looks.stream();
    }

    private void requireFinite(List<Values> batch) {
        for (int c = 0; c < batch.size(); c++) {
            if (batch.get(c) instanceof Values.Doubles doubles) {
                for (int row = 0; row < doubles.rows(); row++) {
                    if (!doubles.isNull(row) && !Double.isFinite(doubles.values()[row])) {
                        throw infinite(c, seen + row);
                    }
                }
            }
        }
    }

    private StepException infinite(int column, long row) {
        // The session itself is in the midst of a result.
        try (Session other = session.fork()) {
            return StepException.badInput(
                    "Column \"" + rows.columns().get(column).name() + "\": " + rows.place(row, other)
                            + " is infinite: write a number, or leave it out.");
        }
    }

    private void cut(Batch batch, ChunkWriter chunks) {
        RowHashes hashes = batch.hashes();
        int from = 0;
        for (int row = 0; row < hashes.lengths().length; row++) {
            if (cutter.add(hashes, row)) {
                buffer.add(batch.columns(), hashes, from, row + 1);
                chunks.write(cutter.finish(), buffer);
                buffer = new RowBuffer();
                from = row + 1;
            }
        }
        buffer.add(batch.columns(), hashes, from, hashes.lengths().length);
    }

    private static void write(byte[] codes, OutputStream splits) {
        try {
            splits.write(codes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Layout layout() {
        return layout;
    }

    DataTests tests() {
        return tests;
    }

    /** Rows that came. */
    long seen() {
        return seen;
    }

    /** One byte a row, its split's code. */
    Path splitsFile() {
        return splitsFile;
    }

    /** Rows of a split. */
    long rows(Split split) {
        return splitCounts[split.code()];
    }

    /** Rows in no split. */
    long unlabelled() {
        return splitCounts[Split.NONE];
    }

    /** A profiler for each column. */
    List<ColumnProfiler> profilers() {
        return profilers;
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
        ForkJoinTask<List<String>> rowWarnings = ForkJoinTask.adapt(
                () -> rowLeaks == null ? List.of() : rowLeaks.warning().stream().toList());
        ForkJoinTask<List<String>> labelWarnings = ForkJoinTask.adapt(labelLeaks::warnings);
        List<ForkJoinTask<?>> all = new ArrayList<>(columns);
        all.add(rowWarnings);
        all.add(labelWarnings);
        ForkJoinTask.invokeAll(all);
        List<String> leaks = new ArrayList<>(rowWarnings.join());
        leaks.addAll(labelWarnings.join());
        return new Conclusion(
                new Profile(
                        columns.stream().map(column -> column.join().profile()).toList()),
                columns.stream()
                        .flatMap(column -> column.join().drifts().stream())
                        .toList(),
                leaks);
    }

    @Override
    public void close() {
        profilers.forEach(ColumnProfiler::close);
        if (rowLeaks != null) {
            rowLeaks.close();
        }
    }

    /**
     * What the columns are for.
     *
     * @param columns in order
     * @param roles by name
     * @param split of the rows
     * @param keepsEqualRows whether rows with the same features are never in different splits
     */
    record Layout(List<Column> columns, Map<String, ColumnRole> roles, RowSplit split, boolean keepsEqualRows) {
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
}
