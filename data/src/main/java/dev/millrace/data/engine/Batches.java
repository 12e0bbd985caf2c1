package dev.millrace.data.engine;

import dev.millrace.data.rows.Values;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.duckdb.DuckDBResultSet;

/** A streamed result: call {@link #next}, then read the batch, which the next call overwrites. */
public final class Batches implements AutoCloseable {
    private final Statement statement;
    private final DuckDBResultSet result;
    private final ArrowReader reader;
    private final VectorSchemaRoot root;

    private Batches(Statement statement, DuckDBResultSet result, ArrowReader reader) throws IOException {
        this.statement = statement;
        this.result = result;
        this.reader = reader;
        this.root = reader.getVectorSchemaRoot();
    }

    static Batches of(Connection connection, BufferAllocator allocator, String sql) throws SQLException {
        Statement statement = connection.createStatement();
        try {
            DuckDBResultSet result = (DuckDBResultSet) statement.executeQuery(sql);
            return new Batches(
                    statement, result, (ArrowReader) result.arrowExportStream(allocator, Session.BATCH_ROWS));
        } catch (SQLException e) {
            statement.close();
            throw e;
        } catch (IOException e) {
            statement.close();
            throw new UncheckedIOException(e);
        }
    }

    /** Loads the next batch; false: there is none. */
    public boolean next() {
        try {
            return reader.loadNextBatch();
        } catch (IOException e) {
            throw Session.failure(new SQLException(e.getMessage(), e));
        }
    }

    /** Rows of the current batch. */
    public int rows() {
        return root.getRowCount();
    }

    /** The current batch's columns in the query's order, as copies. */
    public List<Values> values() {
        return vectors().parallelStream().map(Vectors::read).toList();
    }

    /** Vectors of the current batch, in the query's order. */
    public List<FieldVector> vectors() {
        return root.getFieldVectors();
    }

    @Override
    public void close() {
        try (statement;
                result) {
            reader.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SQLException e) {
            throw Session.failure(e);
        }
    }
}
