package dev.millrace.data.tally;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Counts any number of distinct values exactly, in groups. Add all values, then {@link #forEach} shows them in order, once.
 *
 * <p>Not safe for several threads.
 */
public final class ValueCounts implements AutoCloseable {
    private static final int MOST_RUNS = 128;

    private final ValueTable table;
    private final Path folder;
    private final Deque<Path> runs = new ArrayDeque<>();

    /**
     * No values yet.
     *
     * @param mostValues distinct values to keep in memory
     * @param folder where runs of values go when there are more
     */
    public ValueCounts(int mostValues, Path folder) {
        this.table = new ValueTable(mostValues, mostValues * 64);
        this.folder = folder;
    }

    /** Counts a value once in a group. */
    public void add(byte[] source, int from, int to, int group) {
        if (!table.add(source, from, to, group)) {
            spill();
            if (!table.add(source, from, to, group)) {
                throw new IllegalStateException("an empty table takes any value");
            }
        }
    }

    private void spill() {
        try {
            Path file = newRun();
            try (Run.Writer run = new Run.Writer(file)) {
                table.forEachSorted(run::write);
            }
            runs.add(file);
            table.clear();
            if (runs.size() > MOST_RUNS) {
                mergeOldest();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path newRun() throws IOException {
        return Files.createTempFile(folder, "values-", ".run");
    }

    private void mergeOldest() throws IOException {
        List<Path> oldest = new ArrayList<>();
        for (int i = 0; i < MOST_RUNS; i++) {
            oldest.add(runs.remove());
        }
        Path merged = newRun();
        try (Run.Writer run = new Run.Writer(merged)) {
            merge(oldest, (value, counts) -> run.write(value, 0, value.length, counts, 0));
        }
        for (Path file : oldest) {
            Files.delete(file);
        }
        runs.add(merged);
    }

    /** Shows each value once, by rising bytes, with its count in each group. */
    public void forEach(Visitor visitor) {
        if (runs.isEmpty()) {
            table.forEachSorted((bytes, from, to, counts, first) -> visitor.visit(
                    Arrays.copyOfRange(bytes, from, to), Arrays.copyOfRange(counts, first, first + ValueTable.GROUPS)));
            return;
        }
        if (table.size() > 0) {
            spill();
        }
        try {
            merge(runs, visitor);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void merge(Iterable<Path> files, Visitor visitor) throws IOException {
        PriorityQueue<Run.Reader> queue = new PriorityQueue<>();
        List<Run.Reader> readers = new ArrayList<>();
        try {
            for (Path file : files) {
                Run.Reader reader = new Run.Reader(file);
                readers.add(reader);
                advance(reader, queue);
            }
            while (!queue.isEmpty()) {
                Run.Reader first = queue.remove();
                byte[] value = first.value();
                long[] counts = first.counts().clone();
                advance(first, queue);
                while (!queue.isEmpty() && queue.peek().hasValue(value)) {
                    Run.Reader same = queue.remove();
                    for (int group = 0; group < counts.length; group++) {
                        counts[group] += same.counts()[group];
                    }
                    advance(same, queue);
                }
                visitor.visit(value, counts);
            }
        } finally {
            for (Run.Reader reader : readers) {
                reader.close();
            }
        }
    }

    private static void advance(Run.Reader reader, PriorityQueue<Run.Reader> queue) {
        if (reader.next()) {
            queue.add(reader);
        }
    }

    /** Removes what lies on disk. */
    @Override
    public void close() {
        try {
            for (Path file : runs) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Takes a value and how often it occurs in each group. */
    @FunctionalInterface
    public interface Visitor {
        void visit(byte[] value, long[] counts);
    }
}
