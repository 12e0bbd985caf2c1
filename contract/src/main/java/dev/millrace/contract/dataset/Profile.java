package dev.millrace.contract.dataset;

import dev.millrace.contract.ColumnRole;
import dev.millrace.contract.ColumnType;
import dev.millrace.contract.Split;
import dev.millrace.contract.drift.NumberBins;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Figures of every column, over all rows and for each split. What a model is fitted with comes from the train split alone.
 *
 * <p>Of a sensitive column it has counts and lengths and no value; a {@link DatasetView} says where its whole figures lie, which are as secret as the
 * rows.
 *
 * @param columns in the manifest's order
 */
public record Profile(List<ColumnProfile> columns) {
    public Profile {
        columns = List.copyOf(columns);
    }

    /** The same without a value of a sensitive column. */
    public Profile withoutSensitiveValues() {
        return new Profile(columns.stream()
                .map(column -> column.hidesValues() ? column.withoutValues() : column)
                .toList());
    }

    /** The sensitive columns alone. */
    public Profile ofSensitiveColumns() {
        return new Profile(columns.stream().filter(ColumnProfile::hidesValues).toList());
    }

    /** The same with the figures that another profile has of some of the columns. */
    public Profile with(Profile others) {
        Map<String, ColumnProfile> byName =
                others.columns.stream().collect(Collectors.toMap(ColumnProfile::name, Function.identity()));
        return new Profile(columns.stream()
                .map(column -> byName.getOrDefault(column.name(), column))
                .toList());
    }

    /**
     * One column's figures.
     *
     * @param sensitive true: no value of the column is told; null: they may be
     */
    public record ColumnProfile(
            String name,
            ColumnType type,
            ColumnRole role,
            Statistics all,
            Map<Split, Statistics> splits,
            @Nullable Boolean sensitive) {
        public ColumnProfile {
            splits = Map.copyOf(splits);
        }

        /** A column whose values may be told. */
        public ColumnProfile(
                String name, ColumnType type, ColumnRole role, Statistics all, Map<Split, Statistics> splits) {
            this(name, type, role, all, splits, null);
        }

        /** Whether no value of the column is told. */
        public boolean hidesValues() {
            return Boolean.TRUE.equals(sensitive);
        }

        /** The same figures of a column none of whose values is told. */
        public ColumnProfile asSensitive() {
            return new ColumnProfile(name, type, role, all, splits, true);
        }

        private ColumnProfile withoutValues() {
            return new ColumnProfile(
                    name,
                    type,
                    role,
                    all.withoutValues(),
                    splits.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, split -> split.getValue()
                            .withoutValues())),
                    sensitive);
        }
    }

    /**
     * Figures of some rows of a column. Numbers, integers and booleans (as 0 and 1) have {@code moments} and {@code quantiles};
     * timestamps have them in microseconds since 1970.
     *
     * @param rows looked at
     * @param nulls among them
     * @param distinct values that are not null, exact
     * @param moments of the values; null if there are none
     * @param logMoments of sign(x)·ln(1+|x|) of numbers and integers
     * @param quantiles 21 of them, at 0, 0.05, …, 1: each the smallest value whose cumulative share is at least that (type 1 of Hyndman and Fan)
     * @param top the 20 most frequent values as text, by falling count, then by rising value (texts by their bytes)
     * @param vocabulary the 1,000 most frequent values of a category column, in the order of {@code top}; empty for other types
     * @param bins what drift of a column with moments is measured against; null where there are no values
     * @param text figures of a text column; null for other types and where there are no values
     * @param time figures of a timestamp column; null for other types, where there are fewer than two points in time, and in profiles of earlier
     *     versions of Millrace
     */
    public record Statistics(
            long rows,
            long nulls,
            long distinct,
            @Nullable Moments moments,
            @Nullable Moments logMoments,
            List<Double> quantiles,
            List<ValueCount> top,
            List<ValueCount> vocabulary,
            @Nullable NumberBins bins,
            @Nullable TextFigures text,
            @Nullable TimeFigures time) {
        public Statistics {
            quantiles = List.copyOf(quantiles);
            top = List.copyOf(top);
            vocabulary = List.copyOf(vocabulary);
        }

        /** Counts and lengths alone. */
        Statistics withoutValues() {
            return new Statistics(
                    rows,
                    nulls,
                    distinct,
                    null,
                    null,
                    List.of(),
                    List.of(),
                    List.of(),
                    null,
                    text == null ? null : text.withoutWords(),
                    null);
        }
    }

    /**
     * Figures of texts. Words are runs of letters and digits, in lower case; of a column with many different values they are those of a
     * sample of at most 20,000 of the values, evenly spread over all in their order.
     *
     * @param lengths of the texts, in Unicode code points
     * @param lengthBins the same in bins
     * @param sampled texts whose words were counted
     * @param words in them
     * @param topWords the 20 most frequent words, by falling count, then in alphabetical order
     */
    public record TextFigures(
            Moments lengths, NumberBins lengthBins, long sampled, long words, List<ValueCount> topWords) {
        public TextFigures {
            topWords = List.copyOf(topWords);
        }

        /** Counts and lengths alone. */
        TextFigures withoutWords() {
            return new TextFigures(lengths, lengthBins, sampled, words, List.of());
        }
    }

    /**
     * Figures of points in time.
     *
     * @param gaps between neighbouring different points in time, in microseconds
     * @param longest the 5 longest of them, the longest first, of equally long ones the earliest
     */
    public record TimeFigures(Moments gaps, List<Gap> longest) {
        public TimeFigures {
            longest = List.copyOf(longest);
        }
    }

    /** No row has a time between these two, which are ISO 8601 in UTC. */
    public record Gap(String after, String before) {}

    /** Computed one after another in the rows' order, so that they are the same at every run; stddev is the population's (divided by n). */
    public record Moments(double min, double max, double mean, double stddev) {}

    /** A value and how often it occurs. */
    public record ValueCount(String value, long count) {}
}
