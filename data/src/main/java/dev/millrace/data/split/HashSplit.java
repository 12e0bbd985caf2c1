package dev.millrace.data.split;

import dev.millrace.contract.Split;
import dev.millrace.contract.plan.SplitPlan.Fractions;
import dev.millrace.data.rows.ColumnHash;
import dev.millrace.data.rows.Values;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A split by hash. A row's split follows from its own values in the split's columns, the seed and the fractions alone, so that it keeps
 * its split when other rows come or go, and rows that agree in those columns are never apart.
 *
 * <p>The first 53 bits of SHA-256 over the seed and the encoded values, read as a fraction of one, fall into train, validation or test.
 * A row without a label is in none.
 */
public final class HashSplit implements RowSplit {
    private static final byte[] DOMAIN = "millrace-split-v1\n".getBytes(StandardCharsets.UTF_8);
    private static final double TWO_TO_MINUS_53 = 0x1p-53;

    private static final int SLICE = 2_048;

    private final int[] columns;
    private final int label;
    private final Fractions fractions;
    private final byte[] prefix;

    /**
     * A split.
     *
     * @param columns indexes of the columns that are hashed, at least one
     * @param label the label column's index, or -1
     * @param fractions that sum to one
     * @param seed another one, another split
     */
    public HashSplit(int[] columns, int label, Fractions fractions, long seed) {
        this.columns = columns.clone();
        this.label = label;
        this.fractions = fractions;
        this.prefix = ByteBuffer.allocate(DOMAIN.length + Long.BYTES)
                .put(DOMAIN)
                .putLong(seed)
                .array();
    }

    /** The code of the split of each row of a batch, {@link Split#NONE} for rows without a label; computed on all cores. */
    @Override
    public byte[] codes(List<Values> batch) {
        int rows = batch.get(0).rows();
        byte[] codes = new byte[rows];
        IntStream.range(0, (rows + SLICE - 1) / SLICE).parallel().forEach(slice -> {
            ColumnHash hash = new ColumnHash(prefix, columns);
            for (int row = slice * SLICE; row < Math.min(rows, (slice + 1) * SLICE); row++) {
                codes[row] = code(hash, batch, row);
            }
        });
        return codes;
    }

    private byte code(ColumnHash hash, List<Values> batch, int row) {
        if (label >= 0 && batch.get(label).isNull(row)) {
            return Split.NONE;
        }
        long bits = ByteBuffer.wrap(hash.hash(batch, row)).getLong() >>> 11;
        return at(bits * TWO_TO_MINUS_53).code();
    }

    private Split at(double place) {
        if (place < fractions.train()) {
            return Split.TRAIN;
        }
        // Without test rows, rounding in the sum of the other two must not make one.
        if (place < fractions.train() + fractions.validation() || fractions.test() == 0) {
            return fractions.validation() == 0 ? Split.TRAIN : Split.VALIDATION;
        }
        return Split.TEST;
    }
}
