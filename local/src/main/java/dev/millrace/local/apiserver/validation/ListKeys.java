package dev.millrace.local.apiserver.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.local.apiserver.document.Documents;
import dev.millrace.local.apiserver.failure.Problem;
import dev.millrace.local.apiserver.schema.ListType;
import dev.millrace.local.apiserver.schema.Schema;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Lists whose items are told apart have each of them once. */
public final class ListKeys {
    private ListKeys() {}

    /** Adds what is wrong with a value. */
    public static void check(JsonNode value, Schema schema, String path, List<Problem> problems) {
        if (value.isObject()) {
            value.properties().forEach(entry -> {
                Schema field = schema.field(entry.getKey());
                if (field != null) {
                    check(
                            entry.getValue(),
                            field,
                            path.isEmpty() ? entry.getKey() : path + "." + entry.getKey(),
                            problems);
                }
            });
        } else if (value.isArray()) {
            Set<JsonNode> seen = new HashSet<>();
            int index = 0;
            for (JsonNode item : value) {
                String at = path + "[" + index++ + "]";
                if (schema.listType() == ListType.MAP && !item.isObject()) {
                    problems.add(Problem.invalid(at, item, "must be an object for an array of list-type map"));
                    continue;
                }
                JsonNode key = schema.listType() == ListType.MAP ? key(item, schema) : item;
                if (schema.listType() != ListType.ATOMIC && !seen.add(key)) {
                    problems.add(Problem.duplicate(at, key));
                }
                check(item, schema.items(), at, problems);
            }
        }
    }

    private static ObjectNode key(JsonNode item, Schema schema) {
        ObjectNode key = Documents.object();
        for (String name : schema.keys()) {
            if (item.has(name)) {
                key.set(name, item.get(name));
            }
        }
        return key;
    }
}
