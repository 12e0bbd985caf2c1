package dev.millrace.data.database;

import dev.millrace.contract.dataset.DatasetManifest.Column;
import dev.millrace.contract.report.StepException;
import dev.millrace.data.engine.Session.ResultColumn;
import dev.millrace.data.source.DatabaseRows;
import dev.millrace.data.source.RowSource.SourceColumn;
import dev.millrace.data.spool.RowSpool;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** Writes what a query gives to a spool, part by part. */
final class Answer {
    private final Server server;
    private final RowSpool spool;
    private List<SourceColumn> described = List.of();
    private final List<Column> columns = new ArrayList<>();
    private final List<ColumnBuffer> buffers = new ArrayList<>();
    private long written;
    private int rows;
    private long bytes;

    Answer(Server server, RowSpool spool) {
        this.server = server;
        this.spool = spool;
    }

    /** Asks the database. */
    @FunctionalInterface
    interface Asking {
        ResultSet rows() throws SQLException;
    }

    /**
     * Reads all rows.
     *
     * @throws StepException if there are none, a column has no counterpart of ours, or a value none of its column's
     */
    void read(Asking asking) throws SQLException {
        try (ResultSet result = asking.rows()) {
            describe(result.getMetaData());
            while (result.next()) {
                add(result);
            }
        }
        flush();
        if (written == 0) {
            throw StepException.badInput(OrderedQuery.FIELD + " gives no rows: nothing meets its conditions.");
        }
    }

    /** The columns, once all was read. */
    List<SourceColumn> columns() {
        return described;
    }

    private void describe(ResultSetMetaData metaData) throws SQLException {
        List<ResultColumn> found = new ArrayList<>();
        for (int i = 1; i <= metaData.getColumnCount(); i++) {
            ColumnKind kind = server.kind(metaData, i);
            String name = metaData.getColumnLabel(i);
            found.add(new ResultColumn(
                    name, kind == null ? metaData.getColumnTypeName(i).toLowerCase(Locale.ROOT) : kind.sqlType()));
            if (kind != null) {
                columns.add(new Column(name, kind.type()));
                buffers.add(ColumnBuffer.of(kind));
            }
        }
        described = DatabaseRows.columns(found);
    }

    private void add(ResultSet result) throws SQLException {
        for (int c = 0; c < buffers.size(); c++) {
            try {
                bytes += buffers.get(c).add(result, c + 1, rows);
            } catch (DateTimeException e) {
                throw unfit(c, "a date or time that no timestamp can hold, such as infinity or a date of zeros");
            } catch (SQLException e) {
                if (e instanceof SQLDataException
                        || Objects.requireNonNullElse(e.getSQLState(), "").startsWith("22")) {
                    throw unfit(
                            c, "a number that the column's type cannot hold here: integers have 64 bits with a sign");
                }
                throw e;
            }
        }
        rows++;
        if (rows == RowSpool.MOST_ROWS
                || bytes >= RowSpool.MOST_BYTES
                || (long) rows * buffers.size() >= RowSpool.MOST_VALUES) {
            flush();
        }
    }

    private StepException unfit(int column, String what) {
        return StepException.badInput(
                OrderedQuery.FIELD + ": column \"" + columns.get(column).name() + "\" of row " + (written + rows + 1)
                        + " of the result holds " + what + ": leave such rows out, or cast the column to text.");
    }

    private void flush() {
        if (rows > 0) {
            int count = rows;
            spool.write(
                    columns,
                    buffers.stream().map(buffer -> buffer.values(count)).toList());
        }
        buffers.forEach(ColumnBuffer::clear);
        written += rows;
        rows = 0;
        bytes = 0;
    }
}
