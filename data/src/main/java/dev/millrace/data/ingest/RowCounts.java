package dev.millrace.data.ingest;

import dev.millrace.contract.Split;
import java.util.stream.LongStream;

/**
 * Numbers of rows.
 *
 * @param bySplit rows of no split, then of each by its code
 */
@SuppressWarnings("ArrayRecordComponent")
record RowCounts(long[] bySplit) {
    /** No rows. */
    static final RowCounts NONE = new RowCounts(new long[1 + Split.values().length]);

    /** All rows. */
    long all() {
        return LongStream.of(bySplit).sum();
    }

    /** Rows of a split. */
    long of(Split split) {
        return bySplit[split.code()];
    }

    /** Rows in no split. */
    long unlabelled() {
        return bySplit[Split.NONE];
    }

    /** Of these rows and others. */
    RowCounts and(RowCounts others) {
        long[] sums = bySplit.clone();
        for (int split = 0; split < sums.length; split++) {
            sums[split] += others.bySplit[split];
        }
        return new RowCounts(sums);
    }
}
