package dev.millrace.data.rows;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Some rows of one column, in plain arrays. Rows are counted from 0; what stands at a null's place means nothing.
 */
public sealed interface Values {
    /** Rows. */
    int rows();

    /** True where a row has no value: the values' own array, for loops over many rows. */
    boolean[] nulls();

    /** Whether a row has no value. */
    default boolean isNull(int row) {
        return nulls()[row];
    }

    /**
     * Numbers.
     *
     * @param nulls true where a row has no value
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Doubles(double[] values, boolean[] nulls, int rows) implements Values {}

    /**
     * Integers, booleans as 0 and 1, timestamps as microseconds since 1970-01-01T00:00:00Z.
     *
     * @param nulls true where a row has no value
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Longs(long[] values, boolean[] nulls, int rows) implements Values {}

    /**
     * Categories and texts in UTF-8.
     *
     * @param bytes all values, one after another
     * @param offsets where each value begins, and after the last one its end
     * @param nulls true where a row has no value
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Texts(byte[] bytes, int[] offsets, boolean[] nulls, int rows) implements Values {
        /** Bytes of a row's value. */
        public int length(int row) {
            return offsets[row + 1] - offsets[row];
        }

        /** A row's value. */
        public String text(int row) {
            return new String(bytes, offsets[row], length(row), StandardCharsets.UTF_8);
        }

        /** Whether a row's value has these bytes. */
        public boolean equals(int row, byte[] value) {
            return Arrays.equals(bytes, offsets[row], offsets[row + 1], value, 0, value.length);
        }
    }
}
