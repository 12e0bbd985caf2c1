package dev.millrace.data.check;

import dev.millrace.data.rows.Values;
import java.util.Arrays;

/** A column's values in sampled rows: numbers as they are, texts as a hash, so that equal ones stay equal. */
final class Sample {
    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    private final double[] numbers;

    Sample(int capacity) {
        numbers = new double[capacity];
    }

    void set(int place, Values values, int row) {
        numbers[place] = number(values, row);
    }

    private static double number(Values values, int row) {
        if (values.isNull(row)) {
            return Double.NaN;
        }
        if (values instanceof Values.Doubles doubles) {
            return doubles.values()[row];
        }
        if (values instanceof Values.Longs longs) {
            return (double) longs.values()[row];
        }
        Values.Texts texts = (Values.Texts) values;
        long hash = FNV_OFFSET;
        for (int i = texts.offsets()[row]; i < texts.offsets()[row + 1]; i++) {
            hash = (hash ^ (texts.bytes()[i] & 0xff)) * FNV_PRIME;
        }
        // 52 bits are a whole number that a double holds.
        return (double) (hash >>> 12);
    }

    void move(int from, int to) {
        numbers[to] = numbers[from];
    }

    /** A value; NaN for null. */
    double get(int row) {
        return numbers[row];
    }

    void set(int place, double number) {
        numbers[place] = number;
    }

    /** Distinct values of the first rows; null counts as one. */
    int distinct(int rows) {
        double[] sorted = Arrays.copyOf(numbers, rows);
        Arrays.sort(sorted);
        int distinct = rows == 0 ? 0 : 1;
        for (int i = 1; i < rows; i++) {
            if (Double.compare(sorted[i], sorted[i - 1]) != 0) {
                distinct++;
            }
        }
        return distinct;
    }
}
