package dev.millrace.data.rows;

import java.util.ArrayList;
import java.util.List;

/** Gathers rows of batches until they are a chunk. Batches are kept, not copied, until the chunk is asked for. */
public final class RowBuffer {
    /** Bytes that are kept of each row's hash. */
    public static final int HASH_BYTES = 16;

    private final List<Slice> slices = new ArrayList<>();
    private int rows;

    private record Slice(List<Values> batch, RowHashes hashes, int from, int to) {
        int rows() {
            return to - from;
        }
    }

    /** Takes rows of a batch, from one up to but without another. */
    public void add(List<Values> batch, RowHashes hashes, int from, int to) {
        if (to > from) {
            slices.add(new Slice(batch, hashes, from, to));
            rows += to - from;
        }
    }

    public int rows() {
        return rows;
    }

    /** The gathered columns; there must be a row. */
    public List<Values> values() {
        List<Values> columns = new ArrayList<>();
        for (int c = 0; c < slices.get(0).batch().size(); c++) {
            columns.add(column(c));
        }
        return columns;
    }

    private Values column(int c) {
        Values first = slices.get(0).batch().get(c);
        boolean[] nulls = new boolean[rows];
        if (first instanceof Values.Doubles) {
            double[] values = new double[rows];
            forEachSlice((slice, at) -> {
                Values.Doubles column = (Values.Doubles) slice.batch().get(c);
                System.arraycopy(column.values(), slice.from(), values, at, slice.rows());
                System.arraycopy(column.nulls(), slice.from(), nulls, at, slice.rows());
            });
            return new Values.Doubles(values, nulls, rows);
        }
        if (first instanceof Values.Longs) {
            long[] values = new long[rows];
            forEachSlice((slice, at) -> {
                Values.Longs column = (Values.Longs) slice.batch().get(c);
                System.arraycopy(column.values(), slice.from(), values, at, slice.rows());
                System.arraycopy(column.nulls(), slice.from(), nulls, at, slice.rows());
            });
            return new Values.Longs(values, nulls, rows);
        }
        return texts(c, nulls);
    }

    private Values.Texts texts(int c, boolean[] nulls) {
        int[] offsets = new int[rows + 1];
        forEachSlice((slice, at) -> {
            int[] source = ((Values.Texts) slice.batch().get(c)).offsets();
            int shift = offsets[at] - source[slice.from()];
            for (int row = 1; row <= slice.rows(); row++) {
                offsets[at + row] = source[slice.from() + row] + shift;
            }
        });
        byte[] bytes = new byte[offsets[rows]];
        forEachSlice((slice, at) -> {
            Values.Texts column = (Values.Texts) slice.batch().get(c);
            int start = column.offsets()[slice.from()];
            System.arraycopy(column.bytes(), start, bytes, offsets[at], column.offsets()[slice.to()] - start);
            System.arraycopy(column.nulls(), slice.from(), nulls, at, slice.rows());
        });
        return new Values.Texts(bytes, offsets, nulls, rows);
    }

    /** The first {@link #HASH_BYTES} of each row's hash. */
    public byte[] hashes() {
        byte[] hashes = new byte[rows * HASH_BYTES];
        forEachSlice((slice, at) -> {
            byte[] source = slice.hashes().hashes();
            for (int row = 0; row < slice.rows(); row++) {
                System.arraycopy(
                        source,
                        (slice.from() + row) * RowHashes.HASH_BYTES,
                        hashes,
                        (at + row) * HASH_BYTES,
                        HASH_BYTES);
            }
        });
        return hashes;
    }

    private void forEachSlice(SliceConsumer consumer) {
        int at = 0;
        for (Slice slice : slices) {
            consumer.accept(slice, at);
            at += slice.rows();
        }
    }

    /** Takes a slice and the row of the buffer at which it begins. */
    private interface SliceConsumer {
        void accept(Slice slice, int at);
    }
}
