package dev.millrace.model.inference;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A batch of rows, column by column. Arrays are taken as they are and may be longer than the batch, so that who reads many batches can
 * use them again.
 */
public final class Columns {
    private final int rows;
    private final Map<String, double[]> numbers = new HashMap<>();
    private final Map<String, String[]> texts = new HashMap<>();

    /** @param rows at least one */
    public Columns(int rows) {
        this.rows = rows;
    }

    public int rows() {
        return rows;
    }

    /** Adds numbers, truth values as 0 and 1, or points in time in microseconds; NaN where the value is missing. */
    public Columns withNumbers(String column, double[] values) {
        numbers.put(column, values);
        return this;
    }

    /** Adds texts; empty where the value is missing. */
    public Columns withTexts(String column, String[] values) {
        texts.put(column, values);
        return this;
    }

    /**
     * The numbers of a column.
     *
     * @throws IllegalArgumentException if there are none, or fewer than rows
     */
    public double[] numbers(String column) {
        double[] values = numbers.get(column);
        return checked(column, values, values == null ? 0 : values.length);
    }

    /**
     * The texts of a column.
     *
     * @throws IllegalArgumentException if there are none, or fewer than rows
     */
    public String[] texts(String column) {
        String[] values = texts.get(column);
        return checked(column, values, values == null ? 0 : values.length);
    }

    private <T> T checked(String column, @Nullable T values, int length) {
        if (values == null || length < rows) {
            throw new IllegalArgumentException("the batch has no " + rows + " such values of column " + column);
        }
        return values;
    }
}
