package dev.millrace.data.database;

import dev.millrace.data.rows.Values;
import dev.millrace.data.spool.TextBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;

/** Values of one column of a result that come one by one. */
abstract sealed class ColumnBuffer {
    private static final int FIRST_ROWS = 1 << 10;

    static ColumnBuffer of(ColumnKind kind) {
        return switch (kind) {
            case INTEGER, BOOLEAN, INSTANT, DATE_TIME, DATE, WRITTEN_TIME -> new Longs(kind);
            case NUMBER, SINGLE -> new Doubles(kind);
            case TEXT -> new Texts();
        };
    }

    /**
     * Takes a value.
     *
     * @param row its number in the buffer, that of the last one and one more
     * @return the bytes that it takes
     * @throws java.time.DateTimeException if no timestamp of ours is that one
     */
    abstract int add(ResultSet rows, int column, int row) throws SQLException;

    /** The first rows' values; they may be overwritten once the buffer is cleared. */
    abstract Values values(int rows);

    /** Forgets all rows. */
    void clear() {}

    /** Values of eight bytes each. */
    private abstract static sealed class Numbers extends ColumnBuffer {
        final ColumnKind kind;
        boolean[] nulls = new boolean[FIRST_ROWS];

        Numbers(ColumnKind kind) {
            this.kind = kind;
        }

        @Override
        int add(ResultSet rows, int column, int row) throws SQLException {
            if (row == nulls.length) {
                nulls = Arrays.copyOf(nulls, row * 2);
                grow(row * 2);
            }
            set(row, rows, column);
            return Long.BYTES;
        }

        abstract void grow(int rows);

        abstract void set(int row, ResultSet rows, int column) throws SQLException;
    }

    private static final class Longs extends Numbers {
        private long[] values = new long[FIRST_ROWS];

        Longs(ColumnKind kind) {
            super(kind);
        }

        @Override
        void grow(int rows) {
            values = Arrays.copyOf(values, rows);
        }

        @Override
        void set(int row, ResultSet rows, int column) throws SQLException {
            Long value = kind.integer(rows, column);
            nulls[row] = value == null;
            values[row] = value == null ? 0 : value;
        }

        @Override
        Values values(int rows) {
            return new Values.Longs(values, nulls, rows);
        }
    }

    private static final class Doubles extends Numbers {
        private double[] values = new double[FIRST_ROWS];

        Doubles(ColumnKind kind) {
            super(kind);
        }

        @Override
        void grow(int rows) {
            values = Arrays.copyOf(values, rows);
        }

        @Override
        void set(int row, ResultSet rows, int column) throws SQLException {
            values[row] = kind.number(rows, column);
            nulls[row] = rows.wasNull();
        }

        @Override
        Values values(int rows) {
            return new Values.Doubles(values, nulls, rows);
        }
    }

    private static final class Texts extends ColumnBuffer {
        private final TextBuffer texts = new TextBuffer();

        @Override
        int add(ResultSet rows, int column, int row) throws SQLException {
            String value = rows.getString(column);
            if (value == null) {
                texts.addNull(row);
                return 0;
            }
            byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
            texts.add(row, bytes);
            return bytes.length;
        }

        @Override
        Values values(int rows) {
            return texts.values(rows);
        }

        @Override
        void clear() {
            texts.clear();
        }
    }
}
