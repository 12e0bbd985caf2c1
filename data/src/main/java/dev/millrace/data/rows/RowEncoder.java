package dev.millrace.data.rows;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Writes rows as bytes, version {@value RowTree#ENCODING} of docs/formats/row-encoding.md: a bitmap of the nulls, then each value that
 * is there. With the columns' types known, two different rows never have the same bytes.
 *
 * <p>Some rows are written at once, column by column: a loop over one column's values knows their type. Not safe for several threads.
 */
final class RowEncoder {
    /** Rows that are written at once: their bytes stay in a processor's cache. */
    static final int MOST_ROWS = 512;

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final long ONE_NAN = 0x7ff8000000000000L;

    private final int[] starts = new int[MOST_ROWS + 1];
    /** Of each row, where its next value goes. */
    private final int[] ends = new int[MOST_ROWS];

    private byte[] bytes = new byte[256];

    /**
     * Encodes rows of the given columns; read them from {@link #bytes}.
     *
     * @param from the first row
     * @param to the row behind the last one, at most {@value #MOST_ROWS} from the first
     */
    void encode(Values[] columns, int from, int to) {
        int rows = to - from;
        int bitmap = (columns.length + 7) >>> 3;
        measure(columns, from, rows, bitmap);
        if (starts[rows] > bytes.length) {
            bytes = new byte[Math.max(starts[rows], bytes.length * 2)];
        }
        for (int row = 0; row < rows; row++) {
            Arrays.fill(bytes, starts[row], starts[row] + bitmap, (byte) 0);
            ends[row] = starts[row] + bitmap;
        }
        for (int c = 0; c < columns.length; c++) {
            markNulls(columns[c].nulls(), c, from, rows);
            if (columns[c] instanceof Values.Doubles doubles) {
                write(doubles, from, rows);
            } else if (columns[c] instanceof Values.Longs longs) {
                write(longs, from, rows);
            } else if (columns[c] instanceof Values.Texts texts) {
                write(texts, from, rows);
            }
        }
    }

    private void measure(Values[] columns, int from, int rows, int bitmap) {
        int[] lengths = ends;
        Arrays.fill(lengths, 0, rows, bitmap);
        for (Values column : columns) {
            boolean[] nulls = column.nulls();
            if (column instanceof Values.Texts texts) {
                int[] offsets = texts.offsets();
                for (int row = 0; row < rows; row++) {
                    if (!nulls[from + row]) {
                        lengths[row] += Integer.BYTES + offsets[from + row + 1] - offsets[from + row];
                    }
                }
            } else {
                for (int row = 0; row < rows; row++) {
                    lengths[row] += nulls[from + row] ? 0 : Long.BYTES;
                }
            }
        }
        for (int row = 0; row < rows; row++) {
            starts[row + 1] = Math.addExact(starts[row], lengths[row]);
        }
    }

    private void markNulls(boolean[] nulls, int column, int from, int rows) {
        for (int row = 0; row < rows; row++) {
            if (nulls[from + row]) {
                bytes[starts[row] + (column >>> 3)] |= (byte) (1 << (column & 7));
            }
        }
    }

    private void write(Values.Doubles column, int from, int rows) {
        boolean[] nulls = column.nulls();
        double[] values = column.values();
        for (int row = 0; row < rows; row++) {
            if (!nulls[from + row]) {
                LONG.set(bytes, ends[row], bits(values[from + row]));
                ends[row] += Long.BYTES;
            }
        }
    }

    private void write(Values.Longs column, int from, int rows) {
        boolean[] nulls = column.nulls();
        long[] values = column.values();
        for (int row = 0; row < rows; row++) {
            if (!nulls[from + row]) {
                LONG.set(bytes, ends[row], values[from + row]);
                ends[row] += Long.BYTES;
            }
        }
    }

    private void write(Values.Texts column, int from, int rows) {
        boolean[] nulls = column.nulls();
        int[] offsets = column.offsets();
        for (int row = 0; row < rows; row++) {
            if (!nulls[from + row]) {
                int size = offsets[from + row + 1] - offsets[from + row];
                INT.set(bytes, ends[row], size);
                System.arraycopy(column.bytes(), offsets[from + row], bytes, ends[row] + Integer.BYTES, size);
                ends[row] += Integer.BYTES + size;
            }
        }
    }

    /** A number's bits: equal numbers have equal ones, and all NaNs are one. */
    static long bits(double value) {
        if (value == 0) {
            return 0;
        }
        return Double.isNaN(value) ? ONE_NAN : Double.doubleToRawLongBits(value);
    }

    byte[] bytes() {
        return bytes;
    }

    /** Where a row begins in {@link #bytes}, counted from the first that was encoded. */
    int start(int row) {
        return starts[row];
    }

    /** Bytes of a row, counted likewise. */
    int length(int row) {
        return starts[row + 1] - starts[row];
    }
}
