package dev.millrace.trainer.row;

import dev.millrace.contract.ColumnType;
import dev.millrace.contract.Split;
import dev.millrace.contract.dataset.DatasetManifest.Column;
import dev.millrace.data.reading.DatasetReader;
import dev.millrace.data.reading.RowBatch;
import dev.millrace.data.reading.RowBatches;
import dev.millrace.model.inference.Columns;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows of a stored data version. */
public record DatasetRows(DatasetReader reader) implements RowSource {
    /** Enough that the cost of a call vanishes, few enough that a batch of wide rows is some megabytes. */
    private static final int BATCH_ROWS = 1024;

    @Override
    public void read(Split split, List<String> columns, Reader reader) throws IOException {
        try (RowBatches batches = this.reader.read(split, columns, BATCH_ROWS)) {
            for (RowBatch batch = batches.next(); batch != null; batch = batches.next()) {
                reader.accept(columns(batch));
            }
        }
    }

    private Columns columns(RowBatch batch) {
        Columns columns = new Columns(batch.rows());
        for (String name : batch.columns()) {
            if (isText(name)) {
                columns.withTexts(name, withoutNulls(batch.texts(name)));
            } else {
                columns.withNumbers(name, batch.numbers(name));
            }
        }
        return columns;
    }

    private boolean isText(String name) {
        Column column = reader.manifest().column(name);
        return column != null && (column.type() == ColumnType.CATEGORY || column.type() == ColumnType.TEXT);
    }

    /** The graph takes the empty text for a missing value. */
    private static String[] withoutNulls(@Nullable String[] texts) {
        String[] values = new String[texts.length];
        for (int i = 0; i < texts.length; i++) {
            String text = texts[i];
            values[i] = text == null ? "" : text;
        }
        return values;
    }
}
