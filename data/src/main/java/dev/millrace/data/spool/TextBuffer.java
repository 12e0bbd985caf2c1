package dev.millrace.data.spool;

import dev.millrace.data.rows.Values;
import java.util.Arrays;

/** Texts of one column that come one by one. A row that gets none before {@link #values} is null. */
public final class TextBuffer {
    private byte[] bytes = new byte[1 << 10];
    private int[] offsets = new int[1 << 6];
    private boolean[] nulls = new boolean[1 << 6];
    private int rows;

    /** Rows up to the last one that was added. */
    public int rows() {
        return rows;
    }

    /**
     * Adds a row's value.
     *
     * @param row from 0, behind all that were added
     */
    public void add(int row, byte[] value) {
        fill(row);
        int end = offsets[rows] + value.length;
        if (end > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(end, bytes.length * 2));
        }
        System.arraycopy(value, 0, bytes, offsets[rows], value.length);
        grow();
        nulls[rows] = false;
        offsets[++rows] = end;
    }

    /** Adds a row without a value; see {@link #add}. */
    public void addNull(int row) {
        fill(row + 1);
    }

    private void fill(int count) {
        while (rows < count) {
            grow();
            nulls[rows] = true;
            offsets[rows + 1] = offsets[rows];
            rows++;
        }
    }

    private void grow() {
        if (rows + 1 == offsets.length) {
            offsets = Arrays.copyOf(offsets, offsets.length * 2);
            nulls = Arrays.copyOf(nulls, nulls.length * 2);
        }
    }

    /**
     * The column's values; they may be overwritten once the buffer is cleared.
     *
     * @param count of rows
     */
    public Values values(int count) {
        fill(count);
        return new Values.Texts(bytes, offsets, nulls, count);
    }

    /** Forgets all rows. */
    public void clear() {
        rows = 0;
    }
}
