package dev.millrace.data.rows;

import dev.millrace.contract.ColumnType;
import java.util.Arrays;
import java.util.List;

/** Gathers rows of batches, column by column, until they are a chunk. */
public final class RowBuffer {
    private final List<Column> columns;
    private byte[] hashes = new byte[0];
    private int rows;

    public RowBuffer(List<ColumnType> types) {
        columns = types.stream()
                .map(type -> switch (type) {
                    case NUMBER -> (Column) new NumberColumn();
                    case INTEGER, BOOLEAN, TIMESTAMP -> new IntegerColumn();
                    case CATEGORY, TEXT -> new TextColumn();
                })
                .toList();
    }

    /** Takes rows of a batch, from one up to but without another. */
    public void add(List<Values> batch, RowHashes rowHashes, int from, int to) {
        int size = rows + to - from;
        for (int c = 0; c < columns.size(); c++) {
            columns.get(c).add(batch.get(c), from, to, rows);
        }
        if (hashes.length < size * HASH_BYTES) {
            hashes = Arrays.copyOf(hashes, grown(size * HASH_BYTES));
        }
        for (int row = from; row < to; row++) {
            System.arraycopy(
                    rowHashes.hashes(),
                    row * RowHashes.HASH_BYTES,
                    hashes,
                    (rows + row - from) * HASH_BYTES,
                    HASH_BYTES);
        }
        rows = size;
    }

    /** Bytes that are kept of each row's hash. */
    public static final int HASH_BYTES = 16;

    public int rows() {
        return rows;
    }

    /** The gathered columns, as views of this buffer. */
    public List<Values> values() {
        return columns.stream().map(column -> column.values(rows)).toList();
    }

    /** The first {@link #HASH_BYTES} of each row's hash. */
    public byte[] hashes() {
        return Arrays.copyOf(hashes, rows * HASH_BYTES);
    }

    private static int grown(int size) {
        return (int) Math.min(Integer.MAX_VALUE - 8L, size + (long) size / 2);
    }

    /** A growing column. */
    private abstract static sealed class Column {
        private boolean[] nulls = new boolean[0];

        final void add(Values source, int from, int to, int at) {
            int size = at + to - from;
            if (nulls.length < size) {
                nulls = Arrays.copyOf(nulls, grown(size));
            }
            for (int row = from; row < to; row++) {
                nulls[at + row - from] = source.isNull(row);
            }
            copy(source, from, to, at);
        }

        final boolean[] nulls() {
            return nulls;
        }

        abstract void copy(Values source, int from, int to, int at);

        abstract Values values(int rows);
    }

    private static final class NumberColumn extends Column {
        private double[] values = new double[0];

        @Override
        void copy(Values source, int from, int to, int at) {
            int size = at + to - from;
            if (values.length < size) {
                values = Arrays.copyOf(values, grown(size));
            }
            System.arraycopy(((Values.Doubles) source).values(), from, values, at, to - from);
        }

        @Override
        Values values(int rows) {
            return new Values.Doubles(values, nulls(), rows);
        }
    }

    private static final class IntegerColumn extends Column {
        private long[] values = new long[0];

        @Override
        void copy(Values source, int from, int to, int at) {
            int size = at + to - from;
            if (values.length < size) {
                values = Arrays.copyOf(values, grown(size));
            }
            System.arraycopy(((Values.Longs) source).values(), from, values, at, to - from);
        }

        @Override
        Values values(int rows) {
            return new Values.Longs(values, nulls(), rows);
        }
    }

    private static final class TextColumn extends Column {
        private byte[] bytes = new byte[0];
        private int[] offsets = new int[1];

        @Override
        void copy(Values source, int from, int to, int at) {
            Values.Texts texts = (Values.Texts) source;
            int size = at + to - from;
            if (offsets.length <= size) {
                offsets = Arrays.copyOf(offsets, grown(size + 1));
            }
            int start = texts.offsets()[from];
            int length = texts.offsets()[to] - start;
            if (bytes.length < offsets[at] + length) {
                bytes = Arrays.copyOf(bytes, grown(offsets[at] + length));
            }
            System.arraycopy(texts.bytes(), start, bytes, offsets[at], length);
            for (int row = from; row < to; row++) {
                offsets[at + row - from + 1] = offsets[at] + texts.offsets()[row + 1] - start;
            }
        }

        @Override
        Values values(int rows) {
            return new Values.Texts(bytes, offsets, nulls(), rows);
        }
    }
}
