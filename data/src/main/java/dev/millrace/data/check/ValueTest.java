package dev.millrace.data.check;

import com.google.re2j.Pattern;
import dev.millrace.contract.ColumnType;
import dev.millrace.contract.dataset.DatasetManifest.Column;
import dev.millrace.contract.plan.TestPlan;
import dev.millrace.contract.report.IngestSummary.TestFailure;
import dev.millrace.data.rows.Values;
import dev.millrace.data.sensitive.SensitiveColumns;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One data test on one column: it counts the values that break it and keeps the first of them. */
final class ValueTest {
    static final int MOST_EXAMPLES = 5;
    private static final int LONGEST_EXAMPLE = 80;

    private final TestPlan plan;
    private final Column column;
    private final int index;
    private final boolean sensitive;
    private final List<byte[]> allowed;
    private final @Nullable Pattern pattern;
    private final List<Example> examples = new ArrayList<>();
    private long failed;

    /**
     * A test that fits its column.
     *
     * @param index of the column
     * @param sensitive whether no value is told
     */
    ValueTest(TestPlan plan, Column column, int index, boolean sensitive) {
        this.plan = plan;
        this.column = column;
        this.index = index;
        this.sensitive = sensitive;
        this.allowed = plan.allowed() == null
                ? List.of()
                : plan.allowed().stream()
                        .map(value -> value.getBytes(StandardCharsets.UTF_8))
                        .toList();
        this.pattern = plan.pattern() == null ? null : Pattern.compile(plan.pattern());
    }

    /** A value that breaks the test, and its row, from 0. */
    private record Example(long row, String value) {
        String told() {
            return "row " + (row + 1) + ": " + value;
        }
    }

    int index() {
        return index;
    }

    /** Takes the next rows; the first of them has that number, counted from 0. */
    void add(List<Values> batch, long firstRow) {
        Values values = batch.get(index);
        for (int row = 0; row < values.rows(); row++) {
            if (!passes(values, row)) {
                failed++;
                if (examples.size() < MOST_EXAMPLES) {
                    examples.add(new Example(firstRow + row, example(values, row)));
                }
            }
        }
    }

    void write(DataOutputStream out) throws IOException {
        out.writeLong(failed);
        out.writeInt(examples.size());
        for (Example example : examples) {
            out.writeLong(example.row());
            out.writeUTF(example.value());
        }
    }

    /** Adds what the same test found in the rows behind the first ones. */
    void join(DataInputStream in, long firstRow) throws IOException {
        failed += in.readLong();
        int others = in.readInt();
        for (int other = 0; other < others; other++) {
            Example example = new Example(firstRow + in.readLong(), in.readUTF());
            if (examples.size() < MOST_EXAMPLES) {
                examples.add(example);
            }
        }
    }

    private boolean passes(Values values, int row) {
        if (values.isNull(row)) {
            return !Boolean.FALSE.equals(plan.nullable());
        }
        if (values instanceof Values.Texts texts) {
            return (plan.allowed() == null || allowed.stream().anyMatch(value -> texts.equals(row, value)))
                    && (pattern == null || pattern.matches(texts.text(row)));
        }
        double number = values instanceof Values.Doubles doubles
                ? doubles.values()[row]
                : (double) ((Values.Longs) values).values()[row];
        return within(number, plan.min(), plan.max())
                && (plan.allowed() == null || plan.allowed().contains(text(values, row)));
    }

    static boolean within(double number, @Nullable Double min, @Nullable Double max) {
        return (min == null || number >= min) && (max == null || number <= max);
    }

    private String example(Values values, int row) {
        if (values.isNull(row)) {
            return "null";
        }
        return sensitive ? SensitiveColumns.VALUE : text(values, row);
    }

    private String text(Values values, int row) {
        if (values instanceof Values.Texts texts) {
            return shortened(texts.text(row));
        }
        if (values instanceof Values.Doubles doubles) {
            return number(doubles.values()[row]);
        }
        long value = ((Values.Longs) values).values()[row];
        return column.type() == ColumnType.BOOLEAN ? (value == 0 ? "false" : "true") : Long.toString(value);
    }

    /** A text's beginning. */
    static String shortened(String text) {
        return text.codePointCount(0, text.length()) > LONGEST_EXAMPLE
                ? text.substring(0, text.offsetByCodePoints(0, LONGEST_EXAMPLE - 1)) + "…"
                : text;
    }

    /** A number of rows, in words. */
    static String rows(long rows) {
        return rows + (rows == 1 ? " row" : " rows");
    }

    /** A number, whole ones without a fraction. */
    static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }

    /** What is to be reported, if the test failed. */
    Optional<TestFailure> failure() {
        if (failed == 0) {
            return Optional.empty();
        }
        return Optional.of(new TestFailure(
                plan.name(),
                column.name(),
                plan.severity(),
                rows(failed) + (failed == 1 ? " breaks it" : " break it"),
                expected(),
                examples.stream().map(Example::told).toList()));
    }

    /** The test's min and max. */
    static List<String> range(TestPlan plan) {
        List<String> bounds = new ArrayList<>();
        if (plan.min() != null) {
            bounds.add(">= " + number(plan.min()));
        }
        if (plan.max() != null) {
            bounds.add("<= " + number(plan.max()));
        }
        return bounds;
    }

    private String expected() {
        List<String> bounds = range(plan);
        if (Boolean.FALSE.equals(plan.nullable())) {
            bounds.add("no nulls");
        }
        if (plan.allowed() != null) {
            bounds.add("one of " + String.join(", ", plan.allowed()));
        }
        if (plan.pattern() != null) {
            bounds.add("matches " + plan.pattern());
        }
        return String.join(", ", bounds);
    }
}
