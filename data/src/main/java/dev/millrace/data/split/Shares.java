package dev.millrace.data.split;

import dev.millrace.contract.Split;
import dev.millrace.contract.plan.SplitPlan.Fractions;

/**
 * Finds where rows in an order have to be cut to give each split its fraction. Rows with the same key are not cut: they go where the first of them
 * belongs.
 */
final class Shares {
    private final double train;
    private final double trainAndValidation;
    private final boolean noTest;
    private long before;
    private long lastToTrain = Long.MIN_VALUE;
    private long lastToValidate = Long.MIN_VALUE;

    /** @param rows that will come */
    Shares(Fractions fractions, long rows) {
        this.train = fractions.train() * rows;
        this.trainAndValidation = (fractions.train() + fractions.validation()) * rows;
        this.noTest = fractions.test() == 0;
    }

    /** Takes the rows of the next larger key. */
    void add(long key, long rows) {
        // Half a row: 0.7 of 10 rows are 7, whatever 0.7 is in binary.
        if (before + 0.5 < train) {
            lastToTrain = key;
        }
        if (before + 0.5 < trainAndValidation || noTest) {
            lastToValidate = key;
        }
        before += rows;
    }

    /** The split of rows with that key, once all rows came. */
    Split at(long key) {
        if (key <= lastToTrain) {
            return Split.TRAIN;
        }
        return key <= lastToValidate ? Split.VALIDATION : Split.TEST;
    }
}
