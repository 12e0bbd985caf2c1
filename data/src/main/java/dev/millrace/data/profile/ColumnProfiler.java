package dev.millrace.data.profile;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.millrace.contract.ColumnRole;
import dev.millrace.contract.ColumnType;
import dev.millrace.contract.Split;
import dev.millrace.contract.dataset.Profile.ColumnProfile;
import dev.millrace.contract.dataset.Profile.Statistics;
import dev.millrace.contract.dataset.Profile.ValueCount;
import dev.millrace.data.rows.Values;
import dev.millrace.data.tally.NumberCounts;
import dev.millrace.data.tally.ValueCounts;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Figures of one column. Feed it the rows in order; one thread at a time. */
public final class ColumnProfiler implements AutoCloseable {
    private static final int TOP = 20;
    private static final int VOCABULARY = 1_000;

    /** All rows, then each split by its code. */
    private static final int PARTS = 1 + Split.values().length;

    private final String name;
    private final ColumnType type;
    private final NumberCounts numbers;
    private final ValueCounts texts;
    private final long[] rows = new long[PARTS];
    private final long[] nulls = new long[PARTS];

    /**
     * No rows yet.
     *
     * @param mostValues distinct values to keep in memory
     * @param folder for more of them
     */
    public ColumnProfiler(String name, ColumnType type, int mostValues, Path folder) {
        this.name = name;
        this.type = type;
        this.numbers = new NumberCounts(mostValues, folder);
        this.texts = new ValueCounts(mostValues, folder);
    }

    /** Takes the next rows of the column, with the code of each row's split. */
    public void add(Values values, byte[] splits) {
        long[] rowsOf = new long[PARTS];
        for (int row = 0; row < values.rows(); row++) {
            rowsOf[splits[row]]++;
        }
        count(rows, rowsOf);
        Arrays.fill(rowsOf, 0);
        if (values instanceof Values.Doubles column) {
            addNumbers(column, splits, rowsOf);
        } else if (values instanceof Values.Longs column) {
            addIntegers(column, splits, rowsOf);
        } else if (values instanceof Values.Texts column) {
            addTexts(column, splits, rowsOf);
        }
        count(nulls, rowsOf);
    }

    /** Adds numbers of rows by split to those of the splits and of all. */
    private static void count(long[] parts, long[] bySplit) {
        for (int split = 0; split < PARTS; split++) {
            parts[0] += bySplit[split];
            if (split != Split.NONE) {
                parts[split] += bySplit[split];
            }
        }
    }

    private void addNumbers(Values.Doubles column, byte[] splits, long[] nullsOf) {
        double[] values = column.values();
        for (int row = 0; row < column.rows(); row++) {
            if (column.nulls()[row]) {
                nullsOf[splits[row]]++;
            } else {
                numbers.add(ValueKeys.key(values[row]), splits[row]);
            }
        }
    }

    private void addIntegers(Values.Longs column, byte[] splits, long[] nullsOf) {
        long[] values = column.values();
        for (int row = 0; row < column.rows(); row++) {
            if (column.nulls()[row]) {
                nullsOf[splits[row]]++;
            } else {
                numbers.add(values[row], splits[row]);
            }
        }
    }

    private void addTexts(Values.Texts column, byte[] splits, long[] nullsOf) {
        for (int row = 0; row < column.rows(); row++) {
            if (column.nulls()[row]) {
                nullsOf[splits[row]]++;
            } else {
                texts.add(column.bytes(), column.offsets()[row], column.offsets()[row + 1], splits[row]);
            }
        }
    }

    private boolean hasLog() {
        return type == ColumnType.NUMBER || type == ColumnType.INTEGER;
    }

    private boolean isText() {
        return type == ColumnType.CATEGORY || type == ColumnType.TEXT;
    }

    public String name() {
        return name;
    }

    /** Rows without a value so far. */
    public long nulls() {
        return nulls[0];
    }

    /** The figures of all rows that came. Ask once. */
    public ColumnProfile profile(ColumnRole role) {
        List<Statistics> statistics = isText() ? ofTexts() : ofNumbers();
        Map<Split, Statistics> splits = new EnumMap<>(Split.class);
        for (Split split : Split.values()) {
            splits.put(split, statistics.get(split.code()));
        }
        return new ColumnProfile(name, type, role, statistics.get(0), splits);
    }

    private List<Statistics> ofTexts() {
        int most = type == ColumnType.CATEGORY ? VOCABULARY : TOP;
        List<MostFrequent<byte[]>> frequent = new ArrayList<>();
        for (int part = 0; part < PARTS; part++) {
            frequent.add(new MostFrequent<>(most));
        }
        texts.forEach((value, groups) -> {
            for (int part = 0; part < PARTS; part++) {
                frequent.get(part).add(value, count(groups, part));
            }
        });
        return IntStream.range(0, PARTS)
                .mapToObj(part -> {
                    List<ValueCount> values = frequent.get(part).values(value -> new String(value, UTF_8));
                    return new Statistics(
                            rows[part],
                            nulls[part],
                            frequent.get(part).distinct(),
                            null,
                            null,
                            List.of(),
                            values.subList(0, Math.min(TOP, values.size())),
                            type == ColumnType.CATEGORY ? values : List.of());
                })
                .toList();
    }

    private List<Statistics> ofNumbers() {
        List<NumberFigures> figures = IntStream.range(0, PARTS)
                .mapToObj(part -> new NumberFigures(rows[part] - nulls[part]))
                .toList();
        numbers.forEach((number, groups) -> {
            double value = ValueKeys.number(number, type);
            // StrictMath: Math.log1p may differ from one Java to another.
            double log = hasLog() ? Math.copySign(StrictMath.log1p(Math.abs(value)), value) : 0;
            for (int part = 0; part < PARTS; part++) {
                long count = count(groups, part);
                if (count > 0) {
                    figures.get(part).add(number, value, log, count);
                }
            }
        });
        return IntStream.range(0, PARTS)
                .mapToObj(part -> figures.get(part).statistics(rows[part], nulls[part]))
                .toList();
    }

    /** What is known of the numbers of a part, which come by rising value. */
    private final class NumberFigures {
        private final RunningMoments moments = new RunningMoments();
        private final RunningMoments logMoments = new RunningMoments();
        private final MostFrequent<Long> frequent = new MostFrequent<>(TOP);
        private final Quantiles quantiles;

        NumberFigures(long present) {
            this.quantiles = new Quantiles(present);
        }

        void add(long number, double value, double log, long count) {
            frequent.add(number, count);
            quantiles.add(value, count);
            moments.add(value, count);
            if (hasLog()) {
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
                    List.of());
        }
    }

    /** How often a value occurs in a split, or in part 0, which is all rows. */
    private static long count(long[] groups, int part) {
        if (part > 0) {
            return groups[part];
        }
        long all = 0;
        for (long count : groups) {
            all += count;
        }
        return all;
    }

    @Override
    public void close() {
        numbers.close();
        texts.close();
    }
}
