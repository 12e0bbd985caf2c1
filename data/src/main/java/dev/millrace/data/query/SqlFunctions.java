package dev.millrace.data.query;

import dev.millrace.data.engine.Row;
import dev.millrace.data.engine.Session;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The functions that a spec's SQL may call, as DuckDB's own catalog describes them: those that hang on their arguments alone. What is not known
 * to be one of them is refused.
 */
final class SqlFunctions {
    /** Table functions that make rows of their arguments. */
    private static final Set<String> TABLES = Set.of("range", "generate_series", "unnest", "json_each", "json_tree");

    /** Names without parentheses that stand for functions. */
    private static final Set<String> WORDS = Set.of(
            "current_catalog",
            "current_date",
            "current_role",
            "current_schema",
            "current_time",
            "current_timestamp",
            "current_user",
            "localtime",
            "localtimestamp",
            "session_user",
            "user");

    /** The catalog takes them for repeatable, but they tell of the process and its clock instead of the rows. */
    private static final Set<String> OF_THE_PROCESS =
            Set.of("current_localtime", "current_localtimestamp", "current_setting", "getvariable", "version");

    /** DuckDB's optimizer alone calls what has such a name. */
    private static final String INTERNAL = "__";

    /** It counts as not repeatable so that it is not computed beforehand; ending a query with a message is. */
    private static final String ERROR = "error";

    private static final Pattern NO_WORD = Pattern.compile("\\W+");

    private final Set<String> all = new HashSet<>();
    private final Set<String> permitted = new HashSet<>(TABLES);
    private final Set<String> refused = new HashSet<>(OF_THE_PROCESS);

    private SqlFunctions() {}

    /** The functions of a session. */
    static SqlFunctions of(Session session) {
        SqlFunctions functions = new SqlFunctions();
        for (Row row : session.rows("SELECT DISTINCT lower(function_name), stability"
                + " FROM duckdb_functions() WHERE function_type IN ('scalar', 'aggregate')")) {
            functions.add(row.text(0), "CONSISTENT".equals(row.nullable(1)));
        }
        List<Row> macros = session.rows("SELECT lower(function_name), lower(macro_definition) FROM duckdb_functions()"
                + " WHERE function_type = 'macro' AND schema_name = 'main'");
        for (Row macro : macros) {
            boolean callsRefused = NO_WORD.splitAsStream(macro.text(1))
                    .anyMatch(word ->
                            WORDS.contains(word) || functions.refused.contains(word) || word.startsWith("pragma_"));
            functions.add(macro.text(0), !callsRefused);
        }
        session.rows("SELECT DISTINCT lower(function_name) FROM duckdb_functions()")
                .forEach(row -> functions.all.add(row.text(0)));
        return functions;
    }

    /** One overload: a name with another one that is refused stays refused. */
    private void add(String name, boolean repeatable) {
        if (repeatable || name.equals(ERROR)) {
            permitted.add(name);
        } else {
            refused.add(name);
        }
    }

    /** Whether an expression may not call this. What does not exist is not refused here: DuckDB names the nearest that does. */
    boolean refuses(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return all.contains(lower)
                && (!permitted.contains(lower) || refused.contains(lower) || lower.startsWith(INTERNAL));
    }

    /** Whether a FROM clause may call this. */
    boolean permitsTable(String name) {
        return TABLES.contains(name.toLowerCase(Locale.ROOT));
    }

    /** Whether a name stands for a function where no column has it. */
    boolean isWord(String name) {
        return WORDS.contains(name.toLowerCase(Locale.ROOT));
    }
}
