package dev.millrace.data.profile;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.millrace.contract.ColumnRole;
import dev.millrace.contract.ColumnType;
import dev.millrace.contract.Split;
import dev.millrace.contract.dataset.Profile.ColumnProfile;
import dev.millrace.contract.dataset.Profile.Statistics;
import dev.millrace.contract.dataset.Profile.ValueCount;
import dev.millrace.data.rows.Values;
import dev.millrace.data.tally.Gathered;
import dev.millrace.data.tally.NumberCounts;
import dev.millrace.data.tally.ValueCounts;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Figures of one column. Feed it the rows in order; one thread at a time. */
public final class ColumnProfiler implements Gathered, AutoCloseable {
    /** Most frequent values, and words, that are listed. */
    static final int TOP = 20;

    private static final int VOCABULARY = 1_000;

    /** All rows, then each split by its code. */
    static final int PARTS = 1 + Split.values().length;

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
        for (byte split : splits) {
            rowsOf[split]++;
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

    /**
     * What all rows that came tell.
     *
     * @param drifts from the parent; none where there is nothing to compare with
     */
    public record Conclusion(ColumnProfile profile, List<ColumnDrift> drifts) {
        public Conclusion {
            drifts = List.copyOf(drifts);
        }
    }

    /**
     * The figures of all rows that came. Ask once.
     *
     * @param comparison with the same column of the parent
     */
    public Conclusion conclude(ColumnRole role, Optional<Comparison> comparison) {
        TextLengths lengths = new TextLengths();
        List<Statistics> statistics = isText() ? ofTexts(comparison, lengths) : ofNumbers(comparison);
        Map<Split, Statistics> splits = new EnumMap<>(Split.class);
        for (Split split : Split.values()) {
            splits.put(split, statistics.get(split.code()));
        }
        return new Conclusion(
                new ColumnProfile(name, type, role, statistics.get(0), splits),
                comparison.map(found -> found.drifts(nulls[0], lengths)).orElse(List.of()));
    }

    private List<Statistics> ofTexts(Optional<Comparison> comparison, TextLengths lengths) {
        int most = type == ColumnType.CATEGORY ? VOCABULARY : TOP;
        List<MostFrequent<byte[]>> frequent = new ArrayList<>();
        for (int part = 0; part < PARTS; part++) {
            frequent.add(new MostFrequent<>(most));
        }
        long[] parts = new long[PARTS];
        Comparison parent = comparison.orElse(null);
        texts.forEach((value, groups) -> {
            sum(groups, parts);
            for (int part = 0; part < PARTS; part++) {
                frequent.get(part).add(value, parts[part]);
            }
            if (type == ColumnType.TEXT) {
                lengths.add(value, parts);
            }
            if (parent != null) {
                parent.add(value, parts[0]);
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
                            type == ColumnType.CATEGORY ? values : List.of(),
                            null,
                            type == ColumnType.TEXT ? lengths.figures(part, rows[part] - nulls[part]) : null,
                            null);
                })
                .toList();
    }

    private List<Statistics> ofNumbers(Optional<Comparison> comparison) {
        List<NumberFigures> figures = IntStream.range(0, PARTS)
                .mapToObj(part -> new NumberFigures(type, rows[part] - nulls[part]))
                .toList();
        long[] parts = new long[PARTS];
        Comparison parent = comparison.orElse(null);
        numbers.forEach((number, groups) -> {
            double value = ValueKeys.number(number, type);
            // StrictMath: Math.log1p may differ from one Java to another.
            double log = type.isNumeric() ? Math.copySign(StrictMath.log1p(Math.abs(value)), value) : 0;
            sum(groups, parts);
            for (int part = 0; part < PARTS; part++) {
                if (parts[part] > 0) {
                    figures.get(part).add(number, value, log, parts[part]);
                }
            }
            if (parent != null) {
                parent.add(value, parts[0]);
            }
        });
        return IntStream.range(0, PARTS)
                .mapToObj(part -> figures.get(part).statistics(rows[part], nulls[part]))
                .toList();
    }

    /** Sets how often a value occurs in all rows and in each split, of its counts in no split and in each. */
    private static void sum(long[] groups, long[] parts) {
        System.arraycopy(groups, 0, parts, 0, PARTS);
        for (int split = 1; split < PARTS; split++) {
            parts[0] += groups[split];
        }
    }

    @Override
    public void write(DataOutputStream out) throws IOException {
        for (int part = 0; part < PARTS; part++) {
            out.writeLong(rows[part]);
            out.writeLong(nulls[part]);
        }
        values().write(out);
    }

    @Override
    public void join(DataInputStream in) throws IOException {
        for (int part = 0; part < PARTS; part++) {
            rows[part] += in.readLong();
            nulls[part] += in.readLong();
        }
        values().join(in);
    }

    private Gathered values() {
        return isText() ? texts : numbers;
    }

    @Override
    public void close() {
        numbers.close();
        texts.close();
    }
}
