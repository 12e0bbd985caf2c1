package dev.millrace.local.apiserver.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.local.apiserver.document.Documents;
import dev.millrace.local.apiserver.failure.Reason;
import dev.millrace.local.apiserver.failure.Refused;
import dev.millrace.local.apiserver.schema.ListType;
import dev.millrace.local.apiserver.schema.Schema;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Whether a configuration can be laid over objects of a schema at all: each field is known, and has the sort of value that it takes. */
public final class TypedPatch {
    private final Set<String> problems = new TreeSet<>();

    private TypedPatch() {}

    /**
     * Checks a configuration.
     *
     * @throws Refused with all that is wrong, as Kubernetes words it: an error of the server
     */
    public static void check(ObjectNode configuration, Schema schema) {
        TypedPatch patch = new TypedPatch();
        patch.map(configuration, schema, "");
        if (patch.problems.isEmpty()) {
            return;
        }
        JsonNode metadata = configuration.path("metadata");
        String apiVersion = configuration.path("apiVersion").asText();
        String what = "%s/%s; %s, Kind=%s"
                .formatted(
                        metadata.path("namespace").asText(),
                        metadata.path("name").asText(),
                        apiVersion.contains("/") ? apiVersion : "/" + apiVersion,
                        configuration.path("kind").asText());
        String why = patch.problems.size() == 1
                ? patch.problems.iterator().next()
                : patch.problems.stream().collect(Collectors.joining("\n  ", "errors:\n  ", ""));
        throw Refused.because(Reason.UNKNOWN, "failed to create typed patch object (" + what + "): " + why);
    }

    private void value(JsonNode value, Schema schema, String path) {
        if (value.isNull() || schema.intOrString()) {
            return;
        }
        switch (schema.type()) {
            case "object" -> {
                if (value.isObject()) {
                    map(value, schema, path);
                } else {
                    problems.add(path + ": expected map, got &{" + go(value) + "}");
                }
            }
            case "array" -> {
                if (value.isArray()) {
                    list(value, schema, path);
                } else {
                    problems.add(path + ": expected list, got &{" + go(value) + "}");
                }
            }
            case "string" -> {
                // A number is a quantity as well.
                if (!value.isTextual() && !(value.isNumber() && schema.isQuantity())) {
                    problems.add(path + ": expected string, got &value.valueUnstructured{Value:" + go(value) + "}");
                }
            }
            case "boolean" -> {
                if (!value.isBoolean()) {
                    problems.add(path + ": expected boolean, got &{" + go(value) + "}");
                }
            }
            case "integer", "number" -> {
                if (!value.isNumber()) {
                    problems.add(path + ": expected numeric (int or float), got " + sort(value));
                }
            }
            default -> {}
        }
    }

    /** After a field that is not known the rest of a map is not looked at. */
    private void map(JsonNode map, Schema schema, String path) {
        Map<String, JsonNode> fields = new TreeMap<>();
        map.properties().forEach(field -> fields.put(field.getKey(), field.getValue()));
        for (Map.Entry<String, JsonNode> field : fields.entrySet()) {
            Schema known = schema.field(field.getKey());
            String at = path + "." + field.getKey();
            if (known == null) {
                if (schema.embedded()) {
                    continue;
                }
                problems.add(at + ": field not declared in schema");
                return;
            }
            value(field.getValue(), known, at);
        }
    }

    private void list(JsonNode list, Schema schema, String path) {
        Set<String> seen = new HashSet<>();
        int index = 0;
        for (JsonNode item : list) {
            String element = "[" + index + "]";
            if (schema.listType() != ListType.ATOMIC) {
                String wrong = wrongItem(item, schema);
                if (!wrong.isEmpty()) {
                    problems.add(path + ": element " + index + ": " + wrong);
                    return;
                }
                element = FieldSet.shown(Elements.item(item, schema));
                if (!seen.add(element)) {
                    problems.add(path + ": duplicate entries for key " + element);
                    return;
                }
            }
            value(item, schema.items(), path + element);
            index++;
        }
    }

    private static String wrongItem(JsonNode item, Schema list) {
        if (list.listType() == ListType.SET) {
            return item.isObject() ? "associative list without keys has an element that's a map type" : "";
        }
        if (item.isNull()) {
            return "associative list with keys may not have a null element";
        }
        if (!item.isObject()) {
            return "associative list with keys may not have non-map elements";
        }
        String keys = Elements.item(item, list).substring("k:".length());
        boolean none = Documents.read(keys.getBytes(StandardCharsets.UTF_8)).isEmpty();
        return none
                ? "associative list with keys has an element that omits all key fields ["
                        + list.keys().stream()
                                .sorted()
                                .map(key -> "\"" + key + "\"")
                                .collect(Collectors.joining(" "))
                        + "] (and doesn't have default values for any key fields)"
                : "";
    }

    private static String sort(JsonNode value) {
        return switch (value.getNodeType()) {
            case ARRAY -> "list";
            case OBJECT, POJO -> "map";
            case BOOLEAN -> "boolean";
            case NUMBER -> "number";
            case STRING, BINARY -> "string";
            case NULL, MISSING -> "null";
        };
    }

    /** As Go prints it. */
    private static String go(JsonNode value) {
        if (value.isObject()) {
            Map<String, String> fields = new TreeMap<>();
            value.properties().forEach(field -> fields.put(field.getKey(), go(field.getValue())));
            return fields.entrySet().stream()
                    .map(field -> field.getKey() + ":" + field.getValue())
                    .collect(Collectors.joining(" ", "map[", "]"));
        }
        return value.isArray()
                ? value.valueStream().map(TypedPatch::go).collect(Collectors.joining(" ", "[", "]"))
                : value.asText();
    }
}
