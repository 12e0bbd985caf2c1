package dev.millrace.data.tally;

import java.nio.file.Path;
import java.util.Arrays;

/**
 * Counts any number of distinct values exactly, in groups. Add all values, then {@link #forEach} shows them in order, once.
 *
 * <p>Not safe for several threads.
 */
public final class ValueCounts implements AutoCloseable {
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
            table.forEachSorted((bytes, from, to, counts, first) -> visitor.visit(
                    Arrays.copyOfRange(bytes, from, to), Arrays.copyOfRange(counts, first, first + ValueTable.GROUPS)));
            return;
        }
        if (table.size() > 0) {
            spill();
        }
        runs.forEach(visitor);
    }

    /** Removes what lies on disk. */
    @Override
    public void close() {
        runs.close();
    }
}
