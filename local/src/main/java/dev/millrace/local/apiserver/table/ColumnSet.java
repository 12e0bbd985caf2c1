package dev.millrace.local.apiserver.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.local.apiserver.resource.Column;
import java.util.List;
import java.util.function.Function;

/** The columns of a kind, and how its objects fill them. */
record ColumnSet(List<Column> columns, Function<ObjectNode, List<JsonNode>> rows) {
    List<JsonNode> cells(ObjectNode object) {
        return rows.apply(object);
    }
}
