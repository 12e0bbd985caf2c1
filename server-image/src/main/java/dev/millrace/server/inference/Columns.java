package dev.millrace.server.inference;

import java.util.Arrays;

/**
 * The raw columns of one request, as the graph takes them: doubles with NaN for a missing value, strings with the empty string for
 * one. Filled again for every request, so that a small request leaves no garbage.
 */
public final class Columns {
    private static final int KEPT_ROWS = 128;

    private final double[][] numbers;
    private final String[][] texts;
    private int rows;
    private int longest = 1;

    public Columns(InputSchema schema) {
        numbers = new double[schema.size()][];
        texts = new String[schema.size()][];
        for (int i = 0; i < schema.size(); i++) {
            numbers[i] = schema.isText(i) ? new double[0] : new double[1];
            texts[i] = schema.isText(i) ? new String[1] : new String[0];
        }
    }

    /** How many leading values of each column belong to the request. */
    public int rows() {
        return rows;
    }

    public void setRows(int rows) {
        this.rows = rows;
    }

    /** The values of a numeric column; more than {@link #rows} of them may be there. */
    public double[] numbers(int position) {
        return numbers[position];
    }

    /** The values of a text column; more than {@link #rows} of them may be there. */
    public String[] texts(int position) {
        return texts[position];
    }

    public void set(int position, int row, double value) {
        double[] values = numbers[position];
        if (row >= values.length) {
            values = Arrays.copyOf(values, grown(row));
            numbers[position] = values;
        }
        values[row] = value;
    }

    public void set(int position, int row, String value) {
        String[] values = texts[position];
        if (row >= values.length) {
            values = Arrays.copyOf(values, grown(row));
            texts[position] = values;
        }
        values[row] = value;
    }

    private int grown(int row) {
        int length = Math.max(8, row + (row >> 1) + 1);
        longest = Math.max(longest, length);
        return length;
    }

    /** Whether a request of many rows has made the columns too large to be kept. */
    public boolean isLarge() {
        return longest > KEPT_ROWS;
    }
}
