package dev.millrace.data.tally;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Counts any number of distinct values exactly, in groups. Add all values, then {@link #forEach} shows them in order, once.
 *
 * <p>Not safe for several threads.
 */
public final class ValueCounts implements Gathered, AutoCloseable {
    private static final int BYTES_A_VALUE = 64;

    private final ValueTable table;
    private final RunFiles runs;

    /**
     * No values yet.
     *
     * @param mostValues distinct values to keep in memory
     * @param folder where runs of values go when there are more
     */
    public ValueCounts(int mostValues, Path folder) {
        this.table = new ValueTable(mostValues, mostValues * BYTES_A_VALUE);
        this.runs = new RunFiles(folder);
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
        runs.add(run -> table.forEachSorted(run::write));
        table.clear();
    }

    /** Shows each value once, by rising bytes, with its count in each group. */
    public void forEach(ValueVisitor visitor) {
        if (runs.isEmpty()) {
            table.forEach(visitor);
            return;
        }
        if (table.size() > 0) {
            spill();
        }
        runs.forEach(visitor);
    }

    @Override
    public void write(DataOutputStream out) throws IOException {
        try (Run.Writer run = new Run.Writer(NumberCounts.unclosed(out))) {
            forEach((value, counts) -> run.write(value, 0, value.length, counts, 0));
        }
    }

    @Override
    public void join(DataInputStream in) throws IOException {
        runs.add(in);
    }

    /** Removes what lies on disk. */
    @Override
    public void close() {
        runs.close();
    }
}
