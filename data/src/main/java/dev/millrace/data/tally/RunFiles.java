package dev.millrace.data.tally;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;

/** Sorted runs of values on disk, merged in the end, or before when there are many. */
final class RunFiles implements AutoCloseable {
    private static final int MOST_RUNS = 128;

    private final Path folder;
    private final Deque<Path> runs = new ArrayDeque<>();

    /** @param folder where the files go */
    RunFiles(Path folder) {
        this.folder = folder;
    }

    boolean isEmpty() {
        return runs.isEmpty();
    }

    /** Adds a run of values that come by rising bytes. */
    void add(Content content) {
        try {
            Path file = Files.createTempFile(folder, "values-", ".run");
            try (Run.Writer run = new Run.Writer(file)) {
                content.write(run);
            }
            runs.add(file);
            if (runs.size() > MOST_RUNS) {
                mergeOldest();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Adds a run that a {@link Run.Writer} has written. */
    void add(InputStream run) throws IOException {
        Path file = Files.createTempFile(folder, "values-", ".run");
        runs.add(file);
        Files.copy(run, file, StandardCopyOption.REPLACE_EXISTING);
        if (runs.size() > MOST_RUNS) {
            mergeOldest();
        }
    }

    private void mergeOldest() throws IOException {
        List<Path> oldest = new ArrayList<>();
        for (int i = 0; i < MOST_RUNS; i++) {
            oldest.add(runs.remove());
        }
        add(run -> merge(oldest, (value, counts) -> run.write(value, 0, value.length, counts, 0)));
        for (Path file : oldest) {
            Files.delete(file);
        }
    }

    /** Shows each value once, by rising bytes, with its counts of all runs together. */
    void forEach(ValueVisitor visitor) {
        try {
            merge(runs, visitor);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void merge(Iterable<Path> files, ValueVisitor visitor) throws IOException {
        PriorityQueue<Run.Reader> queue = new PriorityQueue<>(Run.Reader::compareTo);
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

    /** Removes the files. */
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

    /** Writes a run's values in their order. */
    @FunctionalInterface
    interface Content {
        void write(Run.Writer run) throws IOException;
    }
}
