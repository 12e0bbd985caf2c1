package dev.millrace.data.query;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.contract.Json;
import dev.millrace.contract.report.StepException;
import dev.millrace.data.engine.QueryException;
import dev.millrace.data.engine.Session;
import dev.millrace.data.engine.Session.ResultColumn;
import dev.millrace.data.engine.Sql;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

/**
 * One SELECT of a spec over one table, as DuckDB's own parser reads it: it calls no function that hangs on more than its arguments, and names no
 * other table.
 */
final class SelectStatement {
    private static final Set<String> COUNTS = Set.of("count_star", "count", "count_if");

    private final SqlField field;
    private final String text;
    private final JsonNode syntax;

    private SelectStatement(SqlField field, String text, JsonNode syntax) {
        this.field = field;
        this.text = text;
        this.syntax = syntax;
    }

    /**
     * Parses and checks.
     *
     * @param table the only one that it may name, beside those that it makes itself
     * @throws StepException if it is not one SELECT, or reaches for more than the table
     */
    static SelectStatement parse(SqlField field, String sql, String table, Session session) {
        if (sql.chars().anyMatch(c -> c < ' ' && c != '\n' && c != '\r' && c != '\t')) {
            throw field.problem("has a control character: write plain text.");
        }
        String text = withoutEnd(sql);
        if (text.isEmpty()) {
            throw field.problem("is empty: write a SELECT over the table " + table + ".");
        }
        SelectStatement statement = new SelectStatement(field, text, syntax(field, text, session));
        // What runs is the text in parentheses: that has to be the same statement.
        syntax(field, statement.inParentheses(), session);
        new SyntaxCheck(field, table, SqlFunctions.of(session)).check(statement.syntax);
        return statement;
    }

    /** Without the semicolons and the space that end it. */
    private static String withoutEnd(String sql) {
        String text = sql.strip();
        while (text.endsWith(";")) {
            text = text.substring(0, text.length() - 1).strip();
        }
        return text;
    }

    private static JsonNode syntax(SqlField field, String text, Session session) {
        JsonNode answer = Json.tree(session.rows("SELECT json_serialize_sql(" + Sql.text(text) + ")")
                .get(0)
                .text(0)
                .getBytes(StandardCharsets.UTF_8));
        if (answer.path("error").asBoolean()) {
            if (answer.path("error_type").asText().equals("not implemented")) {
                throw field.problem(
                        "is not a SELECT: it can read rows, and do nothing else. Begin it with SELECT, WITH, FROM or"
                                + " VALUES (a PIVOT stands in its FROM clause, with IN).");
            }
            throw field.problem(
                    text,
                    answer.path("position").asInt(-1),
                    answer.path("error_message").asText());
        }
        if (answer.path("statements").size() != 1) {
            throw field.problem("has " + answer.path("statements").size()
                    + " statements: write one SELECT, and nothing behind its semicolon.");
        }
        return answer.path("statements").get(0).path("node");
    }

    /** As part of another statement. A comment at its end does not swallow the parenthesis. */
    String inParentheses() {
        return "(\n" + text + "\n)";
    }

    /** Whether what it gives is a number of the table's rows: a count over the table itself, and nothing made of one. */
    boolean countsRows() {
        JsonNode given = syntax.path("select_list");
        return given.size() == 1
                && COUNTS.contains(given.path(0).path("function_name").asText())
                && syntax.path("from_table").path("type").asText().equals("BASE_TABLE")
                && syntax.path("cte_map").path("map").isEmpty();
    }

    /**
     * The names and types of what it gives.
     *
     * @throws StepException if it does not fit the tables
     */
    List<ResultColumn> columns(Session session) {
        try {
            return session.describe(text);
        } catch (QueryException e) {
            throw field.problem(e);
        }
    }

    /**
     * Makes sure that the statement decides the order of its rows.
     *
     * @throws StepException if it joins, groups or the like and has no ORDER BY
     */
    void requireOrder() {
        if (!RowOrder.isDecided(syntax)) {
            throw field.problem(
                    "does not decide the order of its rows, and a version's digest hangs on it: a query that joins, groups,"
                            + " makes rows distinct or has subqueries ends with ORDER BY over columns that tell its rows apart"
                            + " (source.rowid is a row's place in the source).");
        }
    }
}
