package dev.millrace.data.source;

import dev.millrace.contract.report.StepException;
import dev.millrace.data.engine.QueryException;
import dev.millrace.data.engine.Session;
import dev.millrace.data.engine.Session.ResultColumn;
import dev.millrace.data.sensitive.SensitiveColumns;
import java.util.List;

/**
 * The rows that a spec's query has made, in a table.
 *
 * @param table its name in SQL
 * @param sensitive if there are such columns, what DuckDB says is not repeated
 */
public record QueryRows(String table, List<SourceColumn> columns, SensitiveColumns sensitive) implements RowSource {
    private static final String FIELD = "spec.query";

    /**
     * Names a table's columns.
     *
     * @throws StepException if no version can have such columns
     */
    public static List<SourceColumn> columns(List<ResultColumn> described) {
        return NativeColumns.of(described, FIELD, "cast it to text or a number, or leave it out");
    }

    @Override
    public String place(long row, Session session) {
        return "row " + (row + 1) + " of the query's result";
    }

    @Override
    public StepException problem(QueryException failure) {
        String words = failure.words().lines().findFirst().orElse(failure.words());
        return StepException.badInput(FIELD + ": its result cannot be a version: "
                + sensitive.words(words.substring(words.indexOf(':') + 1).strip()));
    }
}
