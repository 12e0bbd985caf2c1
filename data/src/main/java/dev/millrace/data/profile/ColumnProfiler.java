package dev.millrace.data.profile;

import dev.millrace.contract.ColumnRole;
import dev.millrace.contract.ColumnType;
import dev.millrace.contract.Split;
import dev.millrace.contract.dataset.Profile.ColumnProfile;
import dev.millrace.contract.dataset.Profile.Statistics;
import dev.millrace.data.rows.Values;
import dev.millrace.data.tally.ValueCounts;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Figures of one column. Feed it the rows in order; one thread at a time. */
public final class ColumnProfiler implements AutoCloseable {
    private static final int TOP = 20;
    private static final int VOCABULARY = 1_000;

    /** All rows, then each split by its code. */
    private static final int PARTS = 1 + Split.values().length;

    private final String name;
    private final ColumnType type;
    private final ValueCounts counts;
    private final long[] rows = new long[PARTS];
    private final long[] nulls = new long[PARTS];
    private final RunningMoments[] moments = new RunningMoments[PARTS];
    private final RunningMoments[] logMoments = new RunningMoments[PARTS];
    private final byte[] key = new byte[Long.BYTES];

    /**
     * No rows yet.
     *
     * @param mostValues distinct values to keep in memory
     * @param folder for more of them
     */
    public ColumnProfiler(String name, ColumnType type, int mostValues, Path folder) {
        this.name = name;
        this.type = type;
        this.counts = new ValueCounts(mostValues, folder);
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
        if (values instanceof Values.Texts texts) {
            counts.add(texts.bytes(), texts.offsets()[row], texts.offsets()[row + 1], split);
            return;
        }
        double number;
        if (values instanceof Values.Doubles doubles) {
            number = doubles.values()[row];
            ValueKeys.write(number, key);
        } else {
            long integer = ((Values.Longs) values).values()[row];
            number = (double) integer;
            ValueKeys.write(integer, key);
        }
        counts.add(key, 0, key.length, split);
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
        List<Part> parts = new ArrayList<>();
        for (int part = 0; part < PARTS; part++) {
            parts.add(new Part(part));
        }
        counts.forEach((value, groups) -> {
            long all = 0;
            for (int group = 0; group < PARTS; group++) {
                all += groups[group];
            }
            parts.get(0).add(value, all);
            for (int part = 1; part < PARTS; part++) {
                if (groups[part] > 0) {
                    parts.get(part).add(value, groups[part]);
                }
            }
        });
        Map<Split, Statistics> splits = new EnumMap<>(Split.class);
        for (Split split : Split.values()) {
            splits.put(split, parts.get(split.code()).statistics());
        }
        return new ColumnProfile(name, type, role, parts.get(0).statistics(), splits);
    }

    @Override
    public void close() {
        counts.close();
    }

    /** The figures that need the values in their order, of all rows or of a split. */
    private final class Part {
        private final int index;
        private final @Nullable Quantiles quantiles;
        private final MostFrequent frequent;
        private long distinct;

        Part(int index) {
            this.index = index;
            this.quantiles = isText() ? null : new Quantiles(rows[index] - nulls[index]);
            this.frequent = new MostFrequent(type == ColumnType.CATEGORY ? VOCABULARY : TOP);
        }

        void add(byte[] value, long count) {
            distinct++;
            frequent.add(value, count);
            if (quantiles != null) {
                quantiles.add(ValueKeys.number(value, type), count);
            }
        }

        Statistics statistics() {
            var values = frequent.values(value -> ValueKeys.text(value, type));
            return new Statistics(
                    rows[index],
                    nulls[index],
                    distinct,
                    moments[index].moments(),
                    hasLog() ? logMoments[index].moments() : null,
                    quantiles == null ? List.of() : quantiles.values(),
                    values.subList(0, Math.min(TOP, values.size())),
                    type == ColumnType.CATEGORY ? values : List.of());
        }
    }
}
