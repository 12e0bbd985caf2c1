package dev.millrace.data.reading;

import java.nio.charset.StandardCharsets;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.VarCharVector;
import org.jspecify.annotations.Nullable;

/** A result's vector, copied into arrays. */
record ColumnValues(FieldVector vector) {
    /** Copies doubles of the given rows; NaN for null. */
    void copyNumbers(int[] rows, int from, int count, double[] target, int at) {
        Float8Vector numbers = (Float8Vector) vector;
        for (int i = 0; i < count; i++) {
            int row = rows[from + i];
            target[at + i] = numbers.isNull(row) ? Double.NaN : numbers.get(row);
        }
    }

    /** Copies texts of the given rows; null for null. Equal neighbours are one object: categories repeat. */
    void copyTexts(int[] rows, int from, int count, @Nullable String[] target, int at) {
        VarCharVector texts = (VarCharVector) vector;
        for (int i = 0; i < count; i++) {
            int row = rows[from + i];
            target[at + i] = texts.isNull(row) ? null : new String(texts.get(row), StandardCharsets.UTF_8);
        }
    }
}
