package dev.millrace.data.source;

import dev.millrace.contract.ColumnType;
import dev.millrace.contract.report.StepException;
import dev.millrace.data.engine.QueryException;
import dev.millrace.data.engine.Row;
import dev.millrace.data.engine.Session;
import dev.millrace.data.engine.Sql;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Parquet files. Their columns have types, but texts are looked at as those of CSV files are, so that both agree. */
record ParquetFiles(List<SourceFile> files, List<SourceColumn> columns) implements FileTable {
    /**
     * Opens files that have the same columns.
     *
     * @throws StepException if a file cannot be read, has a column of a type that no row can have, or has other columns than the first
     */
    static ParquetFiles open(List<SourceFile> files, Session session) {
        List<SourceColumn> columns = columns(files.get(0), session);
        List<String> names = columns.stream().map(SourceColumn::name).toList();
        for (SourceFile file : files.subList(1, files.size())) {
            List<SourceColumn> others = columns(file, session);
            SameColumns.require(
                    files.get(0),
                    names,
                    file,
                    others.stream().map(SourceColumn::name).toList());
            for (int i = 0; i < columns.size(); i++) {
                if (columns.get(i).type() != others.get(i).type()) {
                    throw StepException.badInput(file.name() + ": column \"" + names.get(i)
                            + "\" has another type than in " + files.get(0).name() + ".");
                }
            }
        }
        return new ParquetFiles(List.copyOf(files), columns);
    }

    private static List<SourceColumn> columns(SourceFile file, Session session) {
        List<Row> described;
        try {
            described = session.rows("DESCRIBE SELECT * FROM " + tableOf(List.of(file)));
        } catch (QueryException e) {
            throw unreadable(file.name(), e);
        }
        List<SourceColumn> columns = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        Map<String, String> seen = new HashMap<>();
        for (Row row : described) {
            String name = row.text(0);
            String type = row.text(1);
            if (name.isBlank()) {
                problems.add(file.name() + ": column " + (columns.size() + 1) + " has no name.");
            }
            String twin = seen.putIfAbsent(name.toLowerCase(Locale.ROOT), name);
            if (twin != null) {
                problems.add(file.name() + ": columns \"" + twin + "\" and \"" + name
                        + "\" differ only in upper and lower case.");
            }
            if (!isSupported(type)) {
                problems.add(file.name() + ": column \"" + name + "\" has the type " + type
                        + ", which no column can have: leave it out of the file, or write it as text or numbers.");
            }
            columns.add(new SourceColumn(name, type(type)));
        }
        if (!problems.isEmpty()) {
            throw StepException.badInput(problems.subList(0, Math.min(5, problems.size())));
        }
        return columns;
    }

    private static boolean isSupported(String type) {
        return type(type) != null || type.equals("VARCHAR") || type.equals("UUID") || type.startsWith("ENUM");
    }

    /** The type of a DuckDB type; null for text. Integers beyond 64 bits are refused when a value needs more. */
    private static @Nullable ColumnType type(String type) {
        if (type.startsWith("DECIMAL")) {
            return ColumnType.NUMBER;
        }
        return switch (type) {
            case "DOUBLE", "FLOAT" -> ColumnType.NUMBER;
            case "TINYINT",
                    "SMALLINT",
                    "INTEGER",
                    "BIGINT",
                    "UTINYINT",
                    "USMALLINT",
                    "UINTEGER",
                    "UBIGINT",
                    "HUGEINT",
                    "UHUGEINT" -> ColumnType.INTEGER;
            case "BOOLEAN" -> ColumnType.BOOLEAN;
            case "DATE", "TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS", "TIMESTAMP WITH TIME ZONE" ->
                ColumnType.TIMESTAMP;
            default -> null;
        };
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
        String name = files.stream()
                .filter(file -> failure.words().contains(file.path().toString()))
                .map(SourceFile::name)
                .findFirst()
                .orElse(files.get(0).name());
        return unreadable(name, failure);
    }

    private static StepException unreadable(String name, QueryException failure) {
        String words = failure.words().lines().findFirst().orElse(failure.words());
        return StepException.badInput(name + " cannot be read as Parquet: "
                + words.substring(words.indexOf(':') + 1).strip());
    }
}
