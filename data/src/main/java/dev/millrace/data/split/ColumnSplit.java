package dev.millrace.data.split;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.millrace.contract.Split;
import dev.millrace.contract.report.StepException;
import dev.millrace.data.rows.Values;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** A split that a column of texts names, row by row. A row without a label is in none, whatever the column says. */
public final class ColumnSplit implements RowSplit {
    private static final int LONGEST_QUOTE = 60;

    private final SplitColumns columns;
    private final Map<Split, byte[]> names = new EnumMap<>(Split.class);
    private long seen;

    public ColumnSplit(SplitColumns columns) {
        this.columns = columns;
        for (Split split : Split.values()) {
            names.put(split, split.wireName().getBytes(UTF_8));
        }
    }

    @Override
    public byte[] codes(List<Values> batch) {
        Values.Texts values = (Values.Texts) batch.get(columns.decisive());
        byte[] codes = new byte[values.rows()];
        for (int row = 0; row < codes.length; row++) {
            codes[row] = columns.isLabelled(batch, row) ? code(values, row) : Split.NONE;
        }
        seen += codes.length;
        return codes;
    }

    private byte code(Values.Texts values, int row) {
        if (values.isNull(row)) {
            throw refusal(row, "no value");
        }
        for (Map.Entry<Split, byte[]> name : names.entrySet()) {
            if (values.equals(row, name.getValue())) {
                return name.getKey().code();
            }
        }
        String value = values.text(row);
        throw refusal(
                row, '"' + (value.length() > LONGEST_QUOTE ? value.substring(0, LONGEST_QUOTE) + "…" : value) + '"');
    }

    private StepException refusal(int row, String found) {
        return StepException.badInput(
                "spec.split.columns: column \"" + columns.name() + "\" names each row's split, but "
                        + columns.place().apply(seen + row) + " has " + found + ": write train, validation or test.");
    }
}
