package dev.millrace.data.split;

import dev.millrace.contract.Split;
import dev.millrace.contract.plan.SplitPlan.Fractions;
import dev.millrace.data.rows.Values;
import java.util.List;

/**
 * A split by hash. A row's split follows from its own values in the split's columns, the seed and the fractions alone, so that it keeps
 * its split when other rows come or go, and rows that agree in those columns are never apart.
 *
 * <p>The first 53 bits of SHA-256 over the seed and the encoded values, read as a fraction of one, fall into train, validation or test.
 * A row without a label is in none.
 */
public final class HashSplit implements RowSplit {
    private static final double UNIT = 1.0 / (1L << GroupHashes.PLACE_BITS);

    private final GroupHashes hashes;
    private final int label;
    private final Fractions fractions;

    /**
     * A split.
     *
     * @param columns indexes of the columns that are hashed, at least one
     * @param label the label column's index, or -1
     * @param fractions that sum to one
     * @param seed another one, another split
     */
    public HashSplit(int[] columns, int label, Fractions fractions, long seed) {
        this.hashes = new GroupHashes(columns, seed);
        this.label = label;
        this.fractions = fractions;
    }

    @Override
    public byte[] codes(List<Values> batch) {
        byte[] of = hashes.of(batch);
        byte[] codes = new byte[batch.get(0).rows()];
        for (int row = 0; row < codes.length; row++) {
            boolean labelled = label < 0 || !batch.get(label).isNull(row);
            codes[row] = labelled ? at(GroupHashes.place(of, row) * UNIT).code() : Split.NONE;
        }
        return codes;
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
