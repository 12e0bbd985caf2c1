package dev.millrace.data.query;

import dev.millrace.contract.ColumnType;
import dev.millrace.contract.plan.ColumnPlan;
import dev.millrace.contract.report.StepException;
import dev.millrace.data.engine.QueryException;
import dev.millrace.data.engine.Resources;
import dev.millrace.data.engine.Row;
import dev.millrace.data.engine.Session;
import dev.millrace.data.engine.Session.ResultColumn;
import dev.millrace.data.engine.Sql;
import dev.millrace.data.engine.TypedTable;
import dev.millrace.data.sensitive.SensitiveColumns;
import dev.millrace.data.source.QueryRows;
import dev.millrace.data.source.RowSource;
import dev.millrace.data.source.Typing;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A spec's query over its source.
 *
 * <p>The source's typed rows become the table {@code source} of a database file; a confined session on that file makes the table of the query's
 * result, twice, with another number of threads: where the tables differ, the query does not say what the version is.
 */
public final class SourceQuery {
    private static final SqlField FIELD = new SqlField("spec.query");
    private static final String SOURCE = "source";
    private static final String RESULT = "result";
    private static final String AGAIN = "again";

    private final String sql;
    private final List<ColumnPlan> columns;
    private final SensitiveColumns sensitive;
    private final Resources resources;
    private final Runnable stopCheck;
    private final Path database;

    /**
     * A query.
     *
     * @param columns what the spec says of the result's columns
     * @param stopCheck called often; what it throws ends the query
     */
    public SourceQuery(String sql, List<ColumnPlan> columns, Resources resources, Runnable stopCheck) {
        this.sql = sql;
        this.columns = columns;
        this.sensitive = SensitiveColumns.of(columns);
        this.resources = resources;
        this.stopCheck = stopCheck;
        this.database = resources.scratch().resolve("query.duckdb");
    }

    /**
     * Runs the query.
     *
     * @param session that reads the source, and can read the result as long as it is open
     * @param warnings to which those of the source's types are added
     * @throws StepException if the query is refused, fails, needs too much, or gives other rows when it runs again
     */
    public RowSource run(RowSource source, Session session, List<String> warnings) throws IOException {
        load(source, session, warnings);
        SelectStatement statement;
        List<ResultColumn> described;
        try (Session confined = Session.confined(database, true, resources)) {
            statement = SelectStatement.parse(FIELD, sql, SOURCE, confined);
            described = statement.columns(confined);
            QueryRows.columns(described);
            statement.requireOrder();
            make(RESULT, statement, confined);
        }
        Resources other = resources.withThreads(resources.threads() == 1 ? 2 : resources.threads() / 2);
        try (Session confined = Session.confined(database, true, other)) {
            make(AGAIN, statement, confined);
            requireSame(described, confined, sensitive);
            confined.execute("DROP TABLE " + AGAIN);
            confined.execute("DROP TABLE " + SOURCE);
        }
        session.execute("ATTACH " + Sql.text(database.toString()) + " AS query (READ_ONLY)");
        return new QueryRows("query." + RESULT, QueryRows.columns(described), sensitive);
    }

    private void load(RowSource source, Session session, List<String> warnings) throws IOException {
        new Typing(source, columnsOf(source), session, stopCheck)
                .read(
                        rows -> {
                            try (TypedTable table = new TypedTable(session, database, SOURCE, rows.columns())) {
                                rows.read(session, batch -> batch, batch -> {
                                    stopCheck.run();
                                    table.add(batch);
                                });
                                table.finish();
                            }
                            return warnings.addAll(rows.warnings(session));
                        },
                        rows -> true);
    }

    /**
     * How the query sees the source's columns. What is declared as category or text in the result is so in the source, where it has such a column;
     * other types the query may have to make first. Out of which of them it makes a sensitive one nobody knows, so all are.
     */
    private List<ColumnPlan> columnsOf(RowSource source) {
        return source.columns().stream()
                .map(column -> new ColumnPlan(column.name(), text(column.name()), null, sensitive.any() ? true : null))
                .toList();
    }

    private @Nullable ColumnType text(String column) {
        return columns.stream()
                .filter(declared -> declared.name().equals(column))
                .map(ColumnPlan::type)
                .filter(type -> type == ColumnType.CATEGORY || type == ColumnType.TEXT)
                .findFirst()
                .orElse(null);
    }

    private void make(String table, SelectStatement statement, Session confined) {
        new ConfinedRun(FIELD, resources, sensitive, stopCheck)
                .execute("CREATE TABLE " + table + " AS " + statement.inParentheses(), database, confined);
    }

    /** Makes sure that both tables of a session have the same rows, in the same order. */
    static void requireSame(List<ResultColumn> columns, Session confined, SensitiveColumns sensitive) {
        long rows = confined.number("SELECT count(*) FROM " + RESULT);
        long again = confined.number("SELECT count(*) FROM " + AGAIN);
        if (rows != again) {
            throw notSame("gave " + rows + " rows, and " + again + " when it was run again");
        }
        List<Row> first;
        try {
            first = confined.rows("SELECT place FROM (SELECT " + RESULT + ".rowid AS place, "
                    + columns.stream()
                            .map(column -> differs(column.name()))
                            .collect(Collectors.joining(" OR ", "(", ") AS differs"))
                    + " FROM " + RESULT + " POSITIONAL JOIN " + AGAIN + ") WHERE differs ORDER BY place LIMIT 1");
        } catch (QueryException e) {
            throw FIELD.problem(e, 0, sensitive);
        }
        if (first.isEmpty()) {
            return;
        }
        String place = first.get(0).text(0);
        List<String> names = columns.stream()
                .map(ResultColumn::name)
                .filter(name -> confined.number("SELECT count(*) FROM (SELECT " + Sql.name(name) + " FROM " + RESULT
                                + " WHERE rowid = " + place + ") AS " + RESULT + ", (SELECT " + Sql.name(name)
                                + " FROM "
                                + AGAIN + " WHERE rowid = " + place + ") AS " + AGAIN + " WHERE " + differs(name))
                        > 0)
                .map(Sql::name)
                .limit(5)
                .toList();
        throw notSame("gave another row " + (Long.parseLong(place) + 1)
                + " when it was run again, with other values in " + String.join(", ", names));
    }

    private static String differs(String column) {
        String name = Sql.name(column);
        return RESULT + "." + name + " IS DISTINCT FROM " + AGAIN + "." + name;
    }

    private static StepException notSame(String how) {
        return FIELD.problem(
                how
                        + ": a version has one digest. End the query with ORDER BY over columns that tell its rows apart; order what list(),"
                        + " string_agg() and first() take, and sum numbers as decimals (sum(x::decimal(18, 4))) or round what comes of them.");
    }
}
