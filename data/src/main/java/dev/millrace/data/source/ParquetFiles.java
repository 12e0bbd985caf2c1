package dev.millrace.data.source;

import dev.millrace.contract.report.StepException;
import dev.millrace.data.engine.QueryException;
import dev.millrace.data.engine.Session;
import dev.millrace.data.engine.Sql;
import dev.millrace.data.sensitive.SensitiveColumns;
import java.util.List;

/** Parquet files. Their columns have types, but texts are looked at as those of CSV files are, so that both agree. */
record ParquetFiles(List<SourceFile> files, List<SourceColumn> columns, SensitiveColumns sensitive)
        implements FileTable {
    /**
     * Opens files that have the same columns.
     *
     * @throws StepException if a file cannot be read, has a column of a type that no row can have, or has other columns than the first
     */
    static ParquetFiles open(List<SourceFile> files, Session session, SensitiveColumns sensitive) {
        List<SourceColumn> columns = columns(files.get(0), session, sensitive);
        SameColumns same = new SameColumns(files.get(0), columns, sensitive);
        for (SourceFile file : files.subList(1, files.size())) {
            same.require(file, columns(file, session, sensitive));
        }
        return new ParquetFiles(List.copyOf(files), columns, sensitive);
    }

    private static List<SourceColumn> columns(SourceFile file, Session session, SensitiveColumns sensitive) {
        try {
            return NativeColumns.of(
                    session.describe("SELECT * FROM " + tableOf(List.of(file))),
                    file.name(),
                    "leave it out of the file, or write it as text or numbers");
        } catch (QueryException e) {
            throw unreadable(file, e, sensitive);
        }
    }

    @Override
    public String table(List<SourceFile> some) {
        return tableOf(some);
    }

    private static String tableOf(List<SourceFile> files) {
        return "read_parquet(" + Sql.files(files.stream().map(SourceFile::path).toList())
                + ", hive_partitioning = false, union_by_name = false)";
    }

    @Override
    public StepException problem(QueryException failure) {
        SourceFile damaged = files.stream()
                .filter(file -> failure.words().contains(file.path().toString()))
                .findFirst()
                .orElse(files.get(0));
        return unreadable(damaged, failure, sensitive);
    }

    /** In DuckDB's words, but for the path, which is this process's own. */
    private static StepException unreadable(SourceFile file, QueryException failure, SensitiveColumns sensitive) {
        String first = failure.words().lines().findFirst().orElse(failure.words());
        String words = first.substring(first.indexOf(':') + 1)
                .strip()
                .replace(file.path().toString(), file.name());
        return StepException.badInput(file.name() + " cannot be read as Parquet: " + sensitive.words(words));
    }
}
