package dev.millrace.data.source;

import dev.millrace.contract.ColumnType;
import dev.millrace.contract.report.StepException;
import dev.millrace.data.engine.QueryException;
import dev.millrace.data.engine.Session;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rows of a source, or what a query has made of them, as one table, which can be read again. */
public sealed interface RowSource permits FileTable, JsonLines, QueryRows, DatabaseRows {
    /** The columns, in order. */
    List<SourceColumn> columns();

    /** The table, for a FROM clause. */
    String table();

    /** Where a row stands, for people: {@code row 17 of houses.csv}. The row counts from 0, what people read from 1 without a header. */
    String place(long row, Session session);

    /** What DuckDB says while it reads the table, as a sentence about a file. */
    StepException problem(QueryException failure);

    /**
     * A column as the source has it.
     *
     * @param type that the format gives it; null: text, whose type is to be found
     */
    record SourceColumn(String name, @Nullable ColumnType type) {}
}
