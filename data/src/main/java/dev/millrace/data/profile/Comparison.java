package dev.millrace.data.profile;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.millrace.contract.ColumnType;
import dev.millrace.contract.dataset.Profile.ColumnProfile;
import dev.millrace.contract.dataset.Profile.Statistics;
import dev.millrace.contract.dataset.Profile.TextFigures;
import dev.millrace.contract.dataset.Profile.ValueCount;
import dev.millrace.contract.drift.Drift;
import dev.millrace.contract.drift.NumberBins;
import dev.millrace.data.profile.ColumnDrift.Aspect;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Counts a column's values in the bins of the same column of the parent. Rows without a value are a bin of their own, and so are values that are not
 * among the parent's most frequent ones.
 */
public abstract sealed class Comparison {
    final ColumnProfile parent;
    final int comparisons;
    final long[] observed;

    private Comparison(ColumnProfile parent, int comparisons, int bins) {
        this.parent = parent;
        this.comparisons = comparisons;
        this.observed = new long[bins + 1];
    }

    /**
     * A comparison with a column of the parent; empty if the columns have types that do not compare, or the parent's was profiled before drift was
     * measured, or has no values.
     *
     * @param type of the column
     * @param comparisons that are made together
     */
    public static Optional<Comparison> with(ColumnProfile parent, ColumnType type, int comparisons) {
        NumberBins bins = parent.all().bins();
        TextFigures text = parent.all().text();
        boolean comparable =
                type == parent.type() || (type.isNumeric() && parent.type().isNumeric());
        if (!comparable) {
            return Optional.empty();
        }
        if (type == ColumnType.CATEGORY) {
            return Optional.of(new OfCategories(parent, comparisons));
        }
        if (type == ColumnType.TEXT) {
            return Optional.ofNullable(text).map(figures -> new OfTexts(parent, comparisons, figures));
        }
        return Optional.ofNullable(bins).map(found -> new OfNumbers(parent, comparisons, found));
    }

    /** Takes a value and its rows; of numbers, booleans and timestamps. */
    void add(double value, long rows) {}

    /** Takes a value and its rows; of categories. */
    void add(byte[] utf8, long rows) {}

    /**
     * What all values that were taken tell.
     *
     * @param texts lengths and words of the values of a text column
     */
    abstract List<ColumnDrift> drifts(long missing, TextLengths texts);

    ColumnDrift drift(Aspect of, List<Long> baseline, long missing) {
        long[] before = new long[baseline.size() + 1];
        for (int bin = 0; bin < baseline.size(); bin++) {
            before[bin] = baseline.get(bin);
        }
        before[baseline.size()] = parent.all().nulls();
        observed[baseline.size()] = missing;
        return new ColumnDrift(parent.name(), of, Drift.between(before, observed, comparisons));
    }

    private static final class OfNumbers extends Comparison {
        private final NumberBins bins;

        OfNumbers(ColumnProfile parent, int comparisons, NumberBins bins) {
            super(parent, comparisons, bins.counts().size());
            this.bins = bins;
        }

        @Override
        void add(double value, long rows) {
            observed[bins.bin(value)] += rows;
        }

        @Override
        List<ColumnDrift> drifts(long missing, TextLengths texts) {
            return List.of(drift(Aspect.VALUES, bins.counts(), missing));
        }
    }

    private static final class OfCategories extends Comparison {
        private final Map<String, Integer> bins = new HashMap<>();
        private final List<Long> counts;

        OfCategories(ColumnProfile parent, int comparisons) {
            super(parent, comparisons, parent.all().top().size() + 1);
            Statistics all = parent.all();
            all.top().forEach(value -> bins.put(value.value(), bins.size()));
            counts = withOther(all.top(), all.rows() - all.nulls());
        }

        @Override
        void add(byte[] utf8, long rows) {
            observed[bins.getOrDefault(new String(utf8, UTF_8), bins.size())] += rows;
        }

        @Override
        List<ColumnDrift> drifts(long missing, TextLengths texts) {
            return List.of(drift(Aspect.VALUES, counts, missing));
        }
    }

    private static final class OfTexts extends Comparison {
        private final TextFigures figures;

        OfTexts(ColumnProfile parent, int comparisons, TextFigures figures) {
            super(parent, comparisons, figures.lengthBins().counts().size());
            this.figures = figures;
        }

        @Override
        List<ColumnDrift> drifts(long missing, TextLengths texts) {
            texts.forEach((length, rows) -> observed[figures.lengthBins().bin(length)] += rows);
            return List.of(
                    drift(Aspect.LENGTHS, figures.lengthBins().counts(), missing),
                    new ColumnDrift(parent.name(), Aspect.WORDS, ofWords(texts.words())));
        }

        /** Words of one text hang together, so the texts count as the samples' sizes. */
        private Drift ofWords(Words words) {
            List<ValueCount> top = figures.topWords();
            long[] before =
                    withOther(top, figures.words()).stream().mapToLong(n -> n).toArray();
            long[] now = new long[before.length];
            long rest = words.total(0);
            for (int i = 0; i < top.size(); i++) {
                now[i] = words.count(top.get(i).value(), 0);
                rest -= now[i];
            }
            now[top.size()] = rest;
            return Drift.between(before, now, new Drift.Sizes(figures.sampled(), words.texts(0)), comparisons);
        }
    }

    /** Counts of values, and of all others of a total. */
    private static List<Long> withOther(List<ValueCount> values, long total) {
        long other = total - values.stream().mapToLong(ValueCount::count).sum();
        return Stream.concat(values.stream().map(ValueCount::count), Stream.of(other))
                .toList();
    }
}
