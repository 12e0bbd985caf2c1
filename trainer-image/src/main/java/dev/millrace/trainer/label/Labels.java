package dev.millrace.trainer.label;

import dev.millrace.contract.ColumnType;
import dev.millrace.model.inference.Columns;

/** Reads the labels of a batch. */
public final class Labels {
    private final LabelColumn column;
    private final Columns batch;

    public Labels(LabelColumn column, Columns batch) {
        this.column = column;
        this.batch = batch;
    }

    /** A row's label as a number; NaN where it is missing. */
    public double number(int row) {
        return batch.numbers(column.name())[row];
    }

    /** The name of a row's class; empty where it is missing. */
    public String text(int row) {
        if (column.type() == ColumnType.CATEGORY) {
            return batch.texts(column.name())[row];
        }
        double number = number(row);
        if (Double.isNaN(number)) {
            return "";
        }
        return column.type() == ColumnType.BOOLEAN ? Boolean.toString(number != 0) : Long.toString((long) number);
    }

    /** Whether a row has no label. */
    public boolean isMissing(int row) {
        return column.type() == ColumnType.CATEGORY ? text(row).isEmpty() : Double.isNaN(number(row));
    }
}
