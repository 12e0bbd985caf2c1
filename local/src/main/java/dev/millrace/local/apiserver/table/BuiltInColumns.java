package dev.millrace.local.apiserver.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.local.apiserver.resource.Column;
import dev.millrace.local.apiserver.resource.ResourceType;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The columns of built-in kinds, the same as Kubernetes has. */
final class BuiltInColumns {
    private static final String NUMBER = "#";
    private static final String WIDE = "+";

    private final Map<String, ColumnSet> sets = new HashMap<>();
    private final ColumnSet plain;

    BuiltInColumns(Clock clock) {
        Cells cells = new Cells(clock);
        this.plain = set("Name Age", object -> Cells.row(Cells.name(object), cells.age(object)));
        new WorkloadColumns(cells).into(this::add);
        new CoreColumns(cells).into(this::add);
        new ClusterColumns(cells).into(this::add);
    }

    /** Columns of a resource. */
    interface Sink {
        /**
         * Adds them.
         *
         * @param columns their names, separated by spaces, with an underscore for a space within a name; behind {@code #} numbers, behind
         *     {@code +} those that {@code -o wide} shows
         */
        void add(String storage, String columns, Function<ObjectNode, List<JsonNode>> rows);
    }

    private void add(String storage, String columns, Function<ObjectNode, List<JsonNode>> rows) {
        sets.put(storage, set(columns, rows));
    }

    private static ColumnSet set(String columns, Function<ObjectNode, List<JsonNode>> rows) {
        List<Column> list = new ArrayList<>();
        for (String text : columns.split(" ", -1)) {
            String rest = text;
            boolean wide = rest.startsWith(WIDE);
            rest = wide ? rest.substring(1) : rest;
            boolean number = rest.startsWith(NUMBER);
            rest = number ? rest.substring(1) : rest;
            String name = rest.replace('_', ' ');
            boolean date = name.equals("Created At");
            list.add(new Column(
                    name,
                    number ? "integer" : date ? "date" : "string",
                    name.equals("Name") ? "name" : "",
                    "",
                    wide ? 1 : 0,
                    ""));
        }
        return new ColumnSet(list, rows);
    }

    ColumnSet of(ResourceType type) {
        return sets.getOrDefault(type.storage(), plain);
    }
}
