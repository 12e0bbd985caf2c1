package dev.millrace.data.engine;

import dev.millrace.contract.dataset.DatasetManifest.Column;
import dev.millrace.data.rows.Values;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.c.ArrowArrayStream;
import org.apache.arrow.c.Data;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.VectorUnloader;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;
import org.apache.arrow.vector.types.pojo.Schema;

/** Rows in memory that DuckDB reads once, as a table of its own. */
final class RowTable extends ArrowReader {
    private final VectorSchemaRoot rows;
    private boolean read;

    private RowTable(VectorSchemaRoot rows, BufferAllocator allocator) {
        super(allocator);
        this.rows = rows;
    }

    /** Copies rows to where DuckDB can read them. */
    static ArrowArrayStream export(List<Column> columns, List<Values> values, BufferAllocator allocator) {
        List<FieldVector> vectors = new ArrayList<>();
        for (int c = 0; c < columns.size(); c++) {
            vectors.add(Vectors.write(columns.get(c).name(), columns.get(c).type(), values.get(c), allocator));
        }
        ArrowArrayStream stream = ArrowArrayStream.allocateNew(allocator);
        Data.exportArrayStream(allocator, new RowTable(new VectorSchemaRoot(vectors), allocator), stream);
        return stream;
    }

    @Override
    public boolean loadNextBatch() throws IOException {
        prepareLoadNextBatch();
        if (read) {
            return false;
        }
        read = true;
        try (ArrowRecordBatch batch = new VectorUnloader(rows).getRecordBatch()) {
            loadRecordBatch(batch);
        }
        return true;
    }

    @Override
    protected Schema readSchema() {
        return rows.getSchema();
    }

    @Override
    public long bytesRead() {
        return 0;
    }

    @Override
    protected void closeReadSource() {
        rows.close();
    }
}
