package dev.millrace.local.apiserver.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.millrace.local.apiserver.resource.Column;
import dev.millrace.local.apiserver.resource.ResourceType;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** The columns that a CRD defines, or the age where it defines none. */
final class CustomColumns {
    private static final Column NAME = new Column("Name", "string", "name", "", 0, "");
    private static final Column AGE = new Column(
            "Age",
            "date",
            "",
            "CreationTimestamp is a timestamp representing the server time when this object was created.",
            0,
            ".metadata.creationTimestamp");

    private CustomColumns() {}

    static ColumnSet of(ResourceType type, Clock clock) {
        List<Column> defined = type.columns().isEmpty() ? List.of(AGE) : type.columns();
        List<Column> columns = new ArrayList<>(List.of(NAME));
        columns.addAll(defined);
        List<JsonPath> paths = defined.stream()
                .map(column -> JsonPath.parse(column.jsonPath()))
                .toList();
        return new ColumnSet(columns, object -> {
            List<JsonNode> cells = new ArrayList<>();
            cells.add(object.path("metadata").path("name"));
            for (int i = 0; i < defined.size(); i++) {
                cells.add(cell(defined.get(i), paths.get(i).find(object), clock));
            }
            return cells;
        });
    }

    /** Of several values the first counts; one of another type than the column's is left out. */
    private static JsonNode cell(Column column, List<JsonNode> found, Clock clock) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        if (found.isEmpty() || found.get(0).isNull()) {
            return nodes.nullNode();
        }
        JsonNode value = found.get(0);
        return switch (column.type()) {
            case "integer" -> value.isNumber() ? nodes.numberNode(value.asLong()) : nodes.nullNode();
            case "number" -> value.isNumber() ? value : nodes.nullNode();
            case "boolean" -> value.isBoolean() ? value : nodes.nullNode();
            case "date" -> value.isTextual() ? nodes.textNode(Ages.since(value.asText(), clock)) : nodes.nullNode();
            default -> value.isTextual() ? value : nodes.textNode(value.toString());
        };
    }
}
