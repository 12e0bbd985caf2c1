package dev.millrace.data.tally;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/** Runs of rising numbers on disk, merged in the end, or before when there are many. */
final class NumberRuns implements AutoCloseable {
    private static final int MOST_RUNS = 128;

    private final Path folder;
    private final Deque<Path> runs = new ArrayDeque<>();

    /** @param folder where the files go */
    NumberRuns(Path folder) {
        this.folder = folder;
    }

    boolean isEmpty() {
        return runs.isEmpty();
    }

    /** Adds a run of numbers that the content shows rising, each once. */
    void add(Consumer<NumberVisitor> content) {
        try {
            Path file = Files.createTempFile(folder, "numbers-", ".run");
            runs.add(file);
            try (NumberRun.Writer run = new NumberRun.Writer(file)) {
                content.accept(run);
            }
            if (runs.size() > MOST_RUNS) {
                mergeOldest();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Adds a run that a {@link NumberRun.Writer} has written. */
    void add(InputStream run) throws IOException {
        Path file = Files.createTempFile(folder, "numbers-", ".run");
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
        add(run -> merge(oldest, run));
        for (Path file : oldest) {
            Files.delete(file);
        }
    }

    /** Shows each number once, rising, with its counts of all runs together. */
    void forEach(NumberVisitor visitor) {
        merge(runs, visitor);
    }

    private static void merge(Iterable<Path> files, NumberVisitor visitor) {
        try (Heap heap = new Heap(files)) {
            long[] counts = new long[ValueTable.GROUPS];
            while (!heap.isEmpty()) {
                long number = heap.first();
                Arrays.fill(counts, 0);
                while (!heap.isEmpty() && heap.first() == number) {
                    heap.takeCounts(counts);
                }
                visitor.visit(number, counts);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
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

    /** Open runs in a binary heap, the one with the smallest number first. */
    private static final class Heap implements AutoCloseable {
        private final List<NumberRun.Reader> opened = new ArrayList<>();
        private final NumberRun.Reader[] heap;
        private int size;

        Heap(Iterable<Path> files) throws IOException {
            for (Path file : files) {
                opened.add(new NumberRun.Reader(file));
            }
            heap = new NumberRun.Reader[opened.size()];
            for (NumberRun.Reader reader : opened) {
                if (reader.next()) {
                    heap[size++] = reader;
                }
            }
            for (int at = size / 2 - 1; at >= 0; at--) {
                siftDown(at);
            }
        }

        boolean isEmpty() {
            return size == 0;
        }

        long first() {
            return heap[0].number();
        }

        /** Adds the counts of the first number, and goes on to the next one of its run. */
        void takeCounts(long[] sums) throws IOException {
            heap[0].addCounts(sums);
            if (!heap[0].next()) {
                heap[0] = heap[--size];
            }
            siftDown(0);
        }

        private void siftDown(int from) {
            NumberRun.Reader moved = heap[from];
            int at = from;
            for (int child = 2 * at + 1; child < size; child = 2 * at + 1) {
                if (child + 1 < size && heap[child + 1].number() < heap[child].number()) {
                    child++;
                }
                if (heap[child].number() >= moved.number()) {
                    break;
                }
                heap[at] = heap[child];
                at = child;
            }
            heap[at] = moved;
        }

        @Override
        public void close() throws IOException {
            for (NumberRun.Reader reader : opened) {
                reader.close();
            }
        }
    }
}
