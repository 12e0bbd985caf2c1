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
    private final RunningMoments[] moments = new RunningMoments[PARTS];
    private final RunningMoments[] logMoments = new RunningMoments[PARTS];

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
        for (int part = 0; part < PARTS; part++) {
            moments[part] = new RunningMoments();
            logMoments[part] = new RunningMoments();
        }
    }

    /** Takes the next rows of the column, with the code of each row's split. */
    public void add(Values values, byte[] splits) {
        for (int row = 0; row < values.rows(); row++) {
            int split = splits[row];
            rows[0]++;
            if (split != Split.NONE) {
                rows[split]++;
            }
            if (values.isNull(row)) {
                nulls[0]++;
                if (split != Split.NONE) {
                    nulls[split]++;
                }
            } else {
                count(values, row, split);
            }
        }
    }

    private void count(Values values, int row, int split) {
        if (values instanceof Values.Texts column) {
            texts.add(column.bytes(), column.offsets()[row], column.offsets()[row + 1], split);
            return;
        }
        double number;
        if (values instanceof Values.Doubles doubles) {
            number = doubles.values()[row];
            numbers.add(ValueKeys.key(number), split);
        } else {
            long integer = ((Values.Longs) values).values()[row];
            number = (double) integer;
            numbers.add(integer, split);
        }
        moments[0].add(number);
        if (split != Split.NONE) {
            moments[split].add(number);
        }
        if (hasLog()) {
            // StrictMath: Math.log1p may differ from one Java to another.
            double log = Math.copySign(StrictMath.log1p(Math.abs(number)), number);
            logMoments[0].add(log);
            if (split != Split.NONE) {
                logMoments[split].add(log);
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
        List<MostFrequent<Long>> frequent = new ArrayList<>();
        List<Quantiles> quantiles = new ArrayList<>();
        for (int part = 0; part < PARTS; part++) {
            frequent.add(new MostFrequent<>(TOP));
            quantiles.add(new Quantiles(rows[part] - nulls[part]));
        }
        numbers.forEach((number, groups) -> {
            double value = ValueKeys.number(number, type);
            for (int part = 0; part < PARTS; part++) {
                long count = count(groups, part);
                frequent.get(part).add(number, count);
                quantiles.get(part).add(value, count);
            }
        });
        return IntStream.range(0, PARTS)
                .mapToObj(part -> new Statistics(
                        rows[part],
                        nulls[part],
                        frequent.get(part).distinct(),
                        moments[part].moments(),
                        hasLog() ? logMoments[part].moments() : null,
                        quantiles.get(part).values(),
                        frequent.get(part).values(number -> ValueKeys.text(number, type)),
                        List.of()))
                .toList();
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
