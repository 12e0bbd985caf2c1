package dev.millrace.data.source;

import dev.millrace.contract.ColumnType;
import dev.millrace.contract.report.StepException;
import dev.millrace.data.engine.QueryException;
import dev.millrace.data.engine.Session;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Files of one format as one table. */
public sealed interface RowSource permits CsvFiles, ParquetFiles {
    /** The files, in the order of their rows. */
    List<SourceFile> files();

    /** The columns, in order. */
    List<SourceColumn> columns();

    /** The table of some of the files, for a FROM clause. */
    String table(List<SourceFile> files);

    /** Where a row stands, for people: {@code row 17 of houses.csv}, counted from 1 without the header. */
    default String place(long row, Session session) {
        long before = 0;
        for (SourceFile file : files()) {
            if (files().size() == 1) {
                break;
            }
            long rows = session.number("SELECT count(*) FROM " + table(List.of(file)));
            if (row < before + rows) {
                return "row " + (row - before + 1) + " of " + file.name();
            }
            before += rows;
        }
        return "row " + (row - before + 1) + " of "
                + files().get(files().size() - 1).name();
    }

    /** What DuckDB says while it reads the table, as a sentence about a file. */
    StepException problem(QueryException failure);

    /**
     * A column as the files have it.
     *
     * @param type that the format gives it; null: text, whose type is to be found
     */
    record SourceColumn(String name, @Nullable ColumnType type) {}
}
