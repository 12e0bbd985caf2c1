package dev.millrace.data.rows;

import java.util.stream.IntStream;

/** A batch's rows in slices, which all cores work on at once. */
final class RowSlices {
    private RowSlices() {}

    /** Work on the rows from one up to but without another, {@link RowEncoder#MOST_ROWS} at most. */
    @FunctionalInterface
    interface Work {
        void on(int from, int to);
    }

    /** Does all of it; slices come in no order. */
    static void forEach(int rows, Work work) {
        int size = RowEncoder.MOST_ROWS;
        IntStream.range(0, (rows + size - 1) / size)
                .parallel()
                .forEach(slice -> work.on(slice * size, Math.min(rows, (slice + 1) * size)));
    }
}
