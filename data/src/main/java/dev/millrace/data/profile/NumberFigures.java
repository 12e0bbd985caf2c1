package dev.millrace.data.profile;

import dev.millrace.contract.ColumnType;
import dev.millrace.contract.dataset.Profile.Statistics;
import java.util.List;

/** What is known of the numbers of a part of the rows, which come by rising value. */
final class NumberFigures {
    private final ColumnType type;
    private final RunningMoments moments = new RunningMoments();
    private final RunningMoments logMoments = new RunningMoments();
    private final MostFrequent<Long> frequent = new MostFrequent<>(ColumnProfiler.TOP);
    private final Quantiles quantiles;
    private final EqualShares shares;
    private final Gaps gaps = new Gaps();

    /** @param present values that will come */
    NumberFigures(ColumnType type, long present) {
        this.type = type;
        this.quantiles = new Quantiles(present);
        this.shares = new EqualShares(present);
    }

    /**
     * Takes the next number.
     *
     * @param number its key
     * @param log sign(value)·ln(1+|value|)
     */
    void add(long number, double value, double log, long count) {
        frequent.add(number, count);
        quantiles.add(value, count);
        shares.add(value, count);
        moments.add(value, count);
        if (type == ColumnType.TIMESTAMP) {
            gaps.add(number);
        }
        if (type.isNumeric()) {
            logMoments.add(log, count);
        }
    }

    Statistics statistics(long rows, long nulls) {
        return new Statistics(
                rows,
                nulls,
                frequent.distinct(),
                moments.moments(),
                logMoments.moments(),
                quantiles.values(),
                frequent.values(number -> ValueKeys.text(number, type)),
                List.of(),
                shares.bins(),
                null,
                gaps.figures());
    }
}
