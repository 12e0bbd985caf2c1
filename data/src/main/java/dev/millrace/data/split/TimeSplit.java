package dev.millrace.data.split;

import dev.millrace.contract.Split;
import dev.millrace.contract.plan.SplitPlan.Fractions;
import dev.millrace.contract.report.StepException;
import dev.millrace.data.profile.ValueKeys;
import dev.millrace.data.rows.Values;
import dev.millrace.data.tally.NumberCounts;
import java.nio.file.Path;
import java.util.List;

/**
 * A split by time: the earliest rows train, the latest test. Fractions are of the labelled rows, exact but for rows of the same time: these stay
 * together, in the part that the first of them belongs to. A row without a label is in none.
 */
public final class TimeSplit implements RowSplit {
    private final SplitColumns columns;
    private final Shares shares;

    private TimeSplit(SplitColumns columns, Shares shares) {
        this.columns = columns;
        this.shares = shares;
    }

    @Override
    public byte[] codes(List<Values> batch) {
        byte[] codes = new byte[batch.get(0).rows()];
        for (int row = 0; row < codes.length; row++) {
            codes[row] = columns.isLabelled(batch, row)
                    ? shares.at(key(columns, batch, row)).code()
                    : Split.NONE;
        }
        return codes;
    }

    /** A row's time as an integer of the same order. */
    private static long key(SplitColumns columns, List<Values> batch, int row) {
        return batch.get(columns.decisive()) instanceof Values.Doubles doubles
                ? ValueKeys.key(doubles.values()[row])
                : ((Values.Longs) batch.get(columns.decisive())).values()[row];
    }

    /** The times of all labelled rows, which say where one part ends and the next begins. Any number of them, in bounded memory. */
    public static final class Times implements AutoCloseable {
        private static final int IN_MEMORY = 1 << 20;

        private final SplitColumns columns;
        private final NumberCounts counts;
        private long seen;
        private long labelled;

        /**
         * No rows yet.
         *
         * @param columns in the batches that will come
         * @param folder for what does not fit memory
         */
        public Times(SplitColumns columns, Path folder) {
            this.columns = columns;
            this.counts = new NumberCounts(IN_MEMORY, folder);
        }

        /**
         * Takes the next rows.
         *
         * @throws StepException if a labelled row has no time
         */
        public void add(List<Values> batch) {
            int rows = batch.get(0).rows();
            for (int row = 0; row < rows; row++) {
                if (columns.isLabelled(batch, row)) {
                    if (batch.get(columns.decisive()).isNull(row)) {
                        throw StepException.badInput(
                                "Column \"" + columns.name() + "\": "
                                        + columns.place().apply(seen + row)
                                        + " has no time, and so no place in a split by time: fill it, leave the row out, or set spec.split.by to hash.");
                    }
                    counts.add(key(columns, batch, row), Split.NONE);
                    labelled++;
                }
            }
            seen += rows;
        }

        /**
         * The split of these rows. Ask once.
         *
         * @param inBatches columns in the batches that will be split
         */
        public TimeSplit split(Fractions fractions, SplitColumns inBatches) {
            Shares shares = new Shares(fractions, labelled);
            counts.forEach((key, groups) -> shares.add(key, groups[Split.NONE]));
            return new TimeSplit(inBatches, shares);
        }

        @Override
        public void close() {
            counts.close();
        }
    }
}
