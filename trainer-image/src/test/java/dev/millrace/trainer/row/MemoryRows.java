package dev.millrace.trainer.row;

import dev.millrace.contract.Split;
import dev.millrace.model.inference.Columns;
import java.io.IOException;
import java.lang.reflect.Array;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Rows that a test makes. Each split is read in batches of two, so that nothing can count on one batch. */
public final class MemoryRows implements RowSource {
    private static final int BATCH = 2;

    private final Map<Split, Map<String, Object>> splits = new EnumMap<>(Split.class);

    /** A split's columns: arrays of double or of String, all of one length. */
    public MemoryRows with(Split split, Map<String, Object> columns) {
        splits.put(split, columns);
        return this;
    }

    @Override
    public void read(Split split, List<String> columns, Reader reader) throws IOException {
        Map<String, Object> all = splits.getOrDefault(split, Map.of());
        int rows = columns.isEmpty() || all.isEmpty() ? 0 : Array.getLength(all.get(columns.get(0)));
        for (int first = 0; first < rows; first += BATCH) {
            int end = Math.min(rows, first + BATCH);
            Columns batch = new Columns(end - first);
            for (String column : columns) {
                if (all.get(column) instanceof double[] numbers) {
                    batch.withNumbers(column, Arrays.copyOfRange(numbers, first, end));
                } else {
                    batch.withTexts(column, Arrays.copyOfRange((String[]) all.get(column), first, end));
                }
            }
            reader.accept(batch);
        }
    }
}
