package dev.millrace.data.split;

import dev.millrace.data.rows.Values;
import java.util.List;
import java.util.function.LongFunction;

/**
 * Where a batch has what decides a row's split.
 *
 * @param name of the deciding column
 * @param decisive index of the deciding column
 * @param label index of the label column, or -1
 * @param place where a row stands, counted from 0, for people
 */
public record SplitColumns(String name, int decisive, int label, LongFunction<String> place) {
    boolean isLabelled(List<Values> batch, int row) {
        return label < 0 || !batch.get(label).isNull(row);
    }
}
