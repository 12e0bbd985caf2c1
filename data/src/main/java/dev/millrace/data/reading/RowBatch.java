package dev.millrace.data.reading;

import dev.millrace.contract.ColumnType;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * Consecutive rows of a split, column by column. It belongs to the reader's caller: later batches do not change it.
 *
 * <p>Numbers, integers (rounded to the next double beyond 2^53), booleans (0 and 1) and timestamps (microseconds since
 * 1970-01-01T00:00:00Z) are doubles with NaN for null; categories and texts are strings with null for null.
 */
public final class RowBatch {
    private final List<String> columns;
    private final List<Object> values;
    private final int rows;

    private RowBatch(List<String> columns, List<Object> values, int rows) {
        this.columns = columns;
        this.values = values;
        this.rows = rows;
    }

    /** Rows in this batch, at least 1. */
    public int rows() {
        return rows;
    }

    /** The columns' names, in the order that was asked for. */
    public List<String> columns() {
        return columns;
    }

    /** A numeric column's values. @throws NoSuchElementException if the batch has no such numeric column */
    public double[] numbers(String column) {
        if (values.get(index(column)) instanceof double[] numbers) {
            return numbers;
        }
        throw new NoSuchElementException(column + " is text");
    }

    /** A category or text column's values. @throws NoSuchElementException if the batch has no such column */
    public @Nullable String[] texts(String column) {
        if (values.get(index(column)) instanceof String[] texts) {
            return texts;
        }
        throw new NoSuchElementException(column + " is numeric");
    }

    private int index(String column) {
        int index = columns.indexOf(column);
        if (index < 0) {
            throw new NoSuchElementException(column + " is not among " + columns);
        }
        return index;
    }

    /** Whether a column of that type is read as strings. */
    static boolean isText(ColumnType type) {
        return switch (type) {
            case CATEGORY, TEXT -> true;
            case NUMBER, INTEGER, BOOLEAN, TIMESTAMP -> false;
        };
    }

    /** Gathers rows until a batch is full. */
    static final class Builder {
        private final List<String> columns;
        private final List<ColumnType> types;
        private final int capacity;
        private List<Object> values = List.of();
        private int rows;

        Builder(List<String> columns, List<ColumnType> types, int capacity) {
            this.columns = columns;
            this.types = types;
            this.capacity = capacity;
            reset();
        }

        private void reset() {
            values = new ArrayList<>();
            for (ColumnType type : types) {
                values.add(isText(type) ? new String[capacity] : new double[capacity]);
            }
            rows = 0;
        }

        boolean full() {
            return rows == capacity;
        }

        boolean empty() {
            return rows == 0;
        }

        /** Takes rows of a result's batch. */
        void add(List<ColumnValues> source, int[] rowsOfSource, int from, int count) {
            for (int c = 0; c < source.size(); c++) {
                if (values.get(c) instanceof double[] numbers) {
                    source.get(c).copyNumbers(rowsOfSource, from, count, numbers, rows);
                } else if (values.get(c) instanceof String[] texts) {
                    source.get(c).copyTexts(rowsOfSource, from, count, texts, rows);
                }
            }
            rows += count;
        }

        int room() {
            return capacity - rows;
        }

        RowBatch build() {
            List<Object> exact = values;
            if (rows < capacity) {
                exact = values.stream()
                        .map(v -> v instanceof double[] numbers
                                ? (Object) java.util.Arrays.copyOf(numbers, rows)
                                : java.util.Arrays.copyOf((String[]) v, rows))
                        .toList();
            }
            RowBatch batch = new RowBatch(columns, List.copyOf(exact), rows);
            reset();
            return batch;
        }
    }
}
