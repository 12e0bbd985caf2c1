package dev.millrace.data.source;

import dev.millrace.contract.ColumnType;
import dev.millrace.contract.report.StepException;
import dev.millrace.data.engine.Session.ResultColumn;
import dev.millrace.data.source.RowSource.SourceColumn;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Columns that come with a type of DuckDB's. */
public final class NativeColumns {
    private static final int MOST_PROBLEMS = 5;

    private NativeColumns() {}

    /**
     * The columns as a source's.
     *
     * @param where they are, for people
     * @param remedy for a type that no column can have
     * @throws StepException if a column has no name, the name of another, or such a type
     */
    static List<SourceColumn> of(List<ResultColumn> described, String where, String remedy) {
        List<SourceColumn> columns = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        Map<String, String> seen = new HashMap<>();
        for (ResultColumn column : described) {
            String name = column.name();
            if (name.isBlank()) {
                problems.add(where + ": column " + (columns.size() + 1) + " has no name.");
            }
            String twin = seen.putIfAbsent(name.toLowerCase(Locale.ROOT), name);
            if (twin != null) {
                problems.add(
                        twin.equals(name)
                                ? where + ": two columns have the name \"" + name + "\"."
                                : where + ": columns \"" + twin + "\" and \"" + name
                                        + "\" differ only in upper and lower case.");
            }
            if (!isSupported(column.type())) {
                problems.add(where + ": column \"" + name + "\" has the type " + column.type()
                        + ", which no column can have: " + remedy + ".");
            }
            columns.add(new SourceColumn(name, type(column.type())));
        }
        if (!problems.isEmpty()) {
            throw StepException.badInput(problems, MOST_PROBLEMS);
        }
        return columns;
    }

    /** Whether values of a DuckDB type are numbers. */
    public static boolean isNumber(String type) {
        ColumnType found = type(type);
        return found != null && found.isNumeric();
    }

    private static boolean isSupported(String type) {
        return type(type) != null || type.equals("VARCHAR") || type.equals("UUID") || type.startsWith("ENUM");
    }

    /** The type of a DuckDB type; null for text. Integers beyond 64 bits are refused when a value needs more. */
    private static @Nullable ColumnType type(String type) {
        if (type.startsWith("DECIMAL") && !type.endsWith("]")) {
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
}
