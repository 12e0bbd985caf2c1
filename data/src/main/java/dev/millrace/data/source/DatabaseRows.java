package dev.millrace.data.source;

import dev.millrace.contract.report.StepException;
import dev.millrace.data.engine.QueryException;
import dev.millrace.data.engine.Session;
import dev.millrace.data.engine.Session.ResultColumn;
import java.util.List;

/**
 * The rows that a database gave, kept in the scratch folder.
 *
 * @param table they are, for a FROM clause
 */
public record DatabaseRows(String table, List<SourceColumn> columns) implements RowSource {
    /**
     * Names a result's columns.
     *
     * @param described with DuckDB's names of types that a column can have, and the database's of others
     * @throws StepException if no version can have such columns
     */
    public static List<SourceColumn> columns(List<ResultColumn> described) {
        return NativeColumns.of(described, "spec.source.jdbc.query", "cast it to text or a number, or leave it out");
    }

    @Override
    public String place(long row, Session session) {
        return "row " + (row + 1) + " of the database's result";
    }

    /** The rows are ours: the database has no part in what fails now. */
    @Override
    public StepException problem(QueryException failure) {
        throw failure;
    }
}
