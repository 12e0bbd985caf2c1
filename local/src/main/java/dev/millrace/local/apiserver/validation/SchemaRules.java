package dev.millrace.local.apiserver.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.local.apiserver.failure.Problem;
import dev.millrace.local.apiserver.schema.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What the published schema of a built-in kind says beyond types: fields that must be there, and values that are possible. */
final class SchemaRules {
    private final List<Problem> problems = new ArrayList<>();

    private SchemaRules() {}

    static List<Problem> check(JsonNode value, Schema schema) {
        SchemaRules rules = new SchemaRules();
        rules.walk(value, schema, "");
        return rules.problems;
    }

    private void walk(JsonNode value, Schema schema, String path) {
        if (value instanceof ObjectNode object) {
            for (String name : schema.required()) {
                if (!object.has(name)) {
                    problems.add(Problem.required(join(path, name), ""));
                }
            }
            object.properties().forEach(entry -> {
                Schema field = schema.field(entry.getKey());
                // Metadata has rules of its own.
                if (field != null && !(path.isEmpty() && entry.getKey().equals("metadata"))) {
                    walk(entry.getValue(), field, join(path, entry.getKey()));
                }
            });
        } else if (value.isArray()) {
            int index = 0;
            for (JsonNode item : value) {
                walk(item, schema.items(), path + "[" + index++ + "]");
            }
        } else if (schema.node().path("enum").isArray() && !value.asText().isEmpty()) {
            Set<String> possible = new TreeSet<>();
            schema.node().path("enum").forEach(one -> possible.add(one.asText()));
            if (!possible.contains(value.asText())) {
                problems.add(Problem.notSupported(path, value, possible));
            }
        }
    }

    private static String join(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }
}
