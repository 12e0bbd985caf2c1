package dev.millrace.data.reading;

import dev.millrace.contract.Split;
import dev.millrace.data.engine.Batches;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** Batches of a split's rows in row order. */
public final class RowBatches implements AutoCloseable {
    private final Batches source;
    private final InputStream splits;
    private final byte wanted;
    private final RowBatch.Builder builder;

    private int[] selected = new int[0];
    private int selectedCount;
    private int taken;

    RowBatches(Batches source, InputStream splits, Split split, RowBatch.Builder builder) {
        this.source = source;
        this.splits = splits;
        this.wanted = split.code();
        this.builder = builder;
    }

    /** The next batch, full but for the last one; null after it. */
    public @Nullable RowBatch next() {
        while (!builder.full()) {
            if (taken == selectedCount && !select()) {
                return builder.empty() ? null : builder.build();
            }
            int count = Math.min(builder.room(), selectedCount - taken);
            builder.add(source.vectors().stream().map(ColumnValues::new).toList(), selected, taken, count);
            taken += count;
        }
        return builder.build();
    }

    /** Loads the next batch of the source and finds its rows that are in the split; false at the source's end. */
    private boolean select() {
        if (!source.next()) {
            return false;
        }
        int rows = source.rows();
        if (selected.length < rows) {
            selected = new int[rows];
        }
        selectedCount = 0;
        taken = 0;
        byte[] parts = readSplits(rows);
        for (int row = 0; row < rows; row++) {
            if (parts[row] == wanted) {
                selected[selectedCount++] = row;
            }
        }
        return true;
    }

    private byte[] readSplits(int rows) {
        try {
            byte[] parts = splits.readNBytes(rows);
            if (parts.length < rows) {
                throw new EOFException("the splits end before the rows");
            }
            return parts;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try (splits) {
            source.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
