package dev.millrace.data.query;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** Looks at every part of a parsed statement, as {@code json_serialize_sql} gives it, for what it must not do. */
final class SyntaxCheck {
    private final SqlField field;
    private final String table;
    private final SqlFunctions functions;
    private final Set<String> ownTables = new HashSet<>();

    SyntaxCheck(SqlField field, String table, SqlFunctions functions) {
        this.field = field;
        this.table = table;
        this.functions = functions;
    }

    /** @throws dev.millrace.contract.report.StepException at the first part that is refused */
    void check(JsonNode statement) {
        for (JsonNode entry : statement.findValues("cte_map")) {
            entry.path("map").forEach(table -> ownTables.add(lower(table.path("key"))));
        }
        statement.findValues("cte_name").forEach(name -> ownTables.add(lower(name)));
        visit(statement);
    }

    private void visit(JsonNode part) {
        switch (part.path("type").asText()) {
            case "BASE_TABLE" -> requireOwn(part);
            case "TABLE_FUNCTION" -> {
                String name = part.path("function").path("function_name").asText();
                if (!functions.permitsTable(name)) {
                    throw field.problem("calls " + name + "() in FROM: there are the table " + table
                            + ", and range(), generate_series() and unnest().");
                }
            }
            case "SHOW_REF" ->
                throw field.problem("is a DESCRIBE, SHOW or SUMMARIZE: write a SELECT over the table " + table + ".");
            case "VALUE_PARAMETER" -> throw field.problem("has a parameter ($1 or ?), which nobody gives a value.");
            case "FUNCTION" -> requirePermitted(part);
            case "COLUMN_REF" -> {
                JsonNode names = part.path("column_names");
                if (names.size() == 1 && functions.isWord(names.get(0).asText())) {
                    throw notRepeatable(names.get(0).asText());
                }
            }
            default -> {}
        }
        if (part.hasNonNull("sample")) {
            throw field.problem(
                    "takes a sample, which is another one at each run: keep rows by their values instead, for instance"
                            + " where hash(id) % 10 = 0.");
        }
        part.forEach(this::visit);
    }

    private void requireOwn(JsonNode part) {
        String name = part.path("table_name").asText();
        boolean qualified = !part.path("schema_name").asText().isEmpty()
                || !part.path("catalog_name").asText().isEmpty();
        String lower = name.toLowerCase(Locale.ROOT);
        if (qualified || !(lower.equals(table) || ownTables.contains(lower))) {
            throw field.problem("names the table \"" + name + "\": there is only the table " + table + ".");
        }
    }

    private void requirePermitted(JsonNode call) {
        String name = call.path("function_name").asText();
        // The age of one time is its distance from today.
        if (functions.refuses(name)
                || (name.equalsIgnoreCase("age") && call.path("children").size() == 1)) {
            throw notRepeatable(name);
        }
    }

    private RuntimeException notRepeatable(String name) {
        return field.problem("calls " + name
                + ", which does not follow from the rows alone (it is random, or tells of the clock or of the process): a version"
                + " is the same whenever it is made. Write the value itself, or leave it out.");
    }

    private static String lower(JsonNode text) {
        return text.asText().toLowerCase(Locale.ROOT);
    }
}
