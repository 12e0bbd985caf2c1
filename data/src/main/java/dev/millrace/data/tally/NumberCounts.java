package dev.millrace.data.tally;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Counts any number of distinct 64-bit numbers exactly, in groups, as {@link ValueCounts} does values of bytes. Numbers are gathered,
 * sorted and counted by the hundred thousand, which for many different ones is several times faster than a hash table.
 *
 * <p>Not safe for several threads.
 */
public final class NumberCounts implements Gathered, AutoCloseable {
    private static final int GROUPS = ValueTable.GROUPS;

    private final int most;
    private final NumberRuns runs;

    /** Numbers that are not counted yet, by group. */
    private final long[][] gathered = new long[GROUPS][16];

    private final int[] sizes = new int[GROUPS];
    private int total;
    private Counted counted = new Counted(0);

    /**
     * No numbers yet.
     *
     * @param most numbers to gather in memory
     * @param folder where runs of numbers go when there are many different ones
     */
    public NumberCounts(int most, Path folder) {
        this.most = most;
        this.runs = new NumberRuns(folder);
    }

    /** Counts a number once in a group. */
    public void add(long number, int group) {
        long[] numbersOfGroup = gathered[group];
        int size = sizes[group];
        if (size == numbersOfGroup.length) {
            numbersOfGroup = Arrays.copyOf(numbersOfGroup, Math.min(most, size * 2));
            gathered[group] = numbersOfGroup;
        }
        numbersOfGroup[size] = number;
        sizes[group] = size + 1;
        if (++total >= most) {
            makeRoom();
        }
    }

    private void makeRoom() {
        if (runs.isEmpty()) {
            count();
            if (counted.size <= most / 4) {
                return;
            }
        }
        // Who had many different numbers before has them again: they are not counted in memory first.
        runs.add(this::merge);
        counted = new Counted(0);
    }

    private void count() {
        Counted all = new Counted(counted.size + Math.min(total, 64));
        merge(all);
        counted = all;
    }

    /** Shows the counted and the gathered numbers, rising, each once; nothing is gathered then. */
    private void merge(NumberVisitor visitor) {
        for (int group = 0; group < GROUPS; group++) {
            Arrays.sort(gathered[group], 0, sizes[group]);
        }
        long[] counts = new long[GROUPS];
        int[] places = new int[GROUPS];
        int place = 0;
        while (true) {
            boolean found = place < counted.size;
            long next = found ? counted.numbers[place] : 0;
            for (int group = 0; group < GROUPS; group++) {
                if (places[group] < sizes[group] && (!found || gathered[group][places[group]] < next)) {
                    next = gathered[group][places[group]];
                    found = true;
                }
            }
            if (!found) {
                break;
            }
            boolean isCounted = place < counted.size && counted.numbers[place] == next;
            for (int group = 0; group < GROUPS; group++) {
                int to = places[group];
                while (to < sizes[group] && gathered[group][to] == next) {
                    to++;
                }
                counts[group] = to - places[group] + (isCounted ? counted.counts[place * GROUPS + group] : 0);
                places[group] = to;
            }
            if (isCounted) {
                place++;
            }
            visitor.visit(next, counts);
        }
        Arrays.fill(sizes, 0);
        total = 0;
    }

    /** Shows each number once, rising, with its count in each group. Ask once. */
    public void forEach(NumberVisitor visitor) {
        if (runs.isEmpty()) {
            merge(visitor);
        } else {
            runs.add(this::merge);
            runs.forEach(visitor);
        }
    }

    @Override
    public void write(DataOutputStream out) throws IOException {
        try (NumberRun.Writer run = new NumberRun.Writer(unclosed(out))) {
            forEach(run);
        }
    }

    @Override
    public void join(DataInputStream in) throws IOException {
        runs.add(in);
    }

    /** A stream whose end is not that of another: more may be written there. */
    static OutputStream unclosed(OutputStream out) {
        return new FilterOutputStream(out) {
            @Override
            public void write(byte[] bytes, int from, int length) throws IOException {
                out.write(bytes, from, length);
            }

            @Override
            public void close() throws IOException {
                flush();
            }
        };
    }

    /** Removes what lies on disk. */
    @Override
    public void close() {
        runs.close();
    }

    /** Rising numbers with their counts. */
    private static final class Counted implements NumberVisitor {
        private long[] numbers;
        private long[] counts;
        private int size;

        Counted(int capacity) {
            numbers = new long[capacity];
            counts = new long[capacity * GROUPS];
        }

        @Override
        public void visit(long number, long[] occurrences) {
            if (size == numbers.length) {
                numbers = Arrays.copyOf(numbers, size * 2 + 16);
                counts = Arrays.copyOf(counts, numbers.length * GROUPS);
            }
            numbers[size] = number;
            System.arraycopy(occurrences, 0, counts, size * GROUPS, GROUPS);
            size++;
        }
    }
}
