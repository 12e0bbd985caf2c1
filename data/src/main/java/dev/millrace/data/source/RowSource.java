package dev.millrace.data.source;

import dev.millrace.contract.ColumnType;
import dev.millrace.contract.report.StepException;
import dev.millrace.data.engine.QueryException;
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

    /** What DuckDB says while it reads the table, as a sentence about a file. */
    StepException problem(QueryException failure);

    /**
     * A column as the files have it.
     *
     * @param type that the format gives it; null: text, whose type is to be found
     */
    record SourceColumn(String name, @Nullable ColumnType type) {}
}
