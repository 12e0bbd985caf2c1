package dev.millrace.local.apiserver.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.local.apiserver.document.Documents;
import dev.millrace.local.apiserver.schema.ListType;
import dev.millrace.local.apiserver.schema.Schema;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What an applied configuration says, what it makes of an object, and what it gives up. */
final class AppliedFields {
    private AppliedFields() {}

    /** The fields that a configuration names. */
    static FieldSet of(JsonNode value, Schema schema) {
        FieldSet set = new FieldSet();
        collect(value, schema, set);
        return set;
    }

    private static void collect(JsonNode value, Schema schema, FieldSet set) {
        if (!Elements.hasParts(value, schema)) {
            set.add();
            return;
        }
        boolean list = value.isArray();
        Elements.parts(value, schema).forEach((element, part) -> {
            FieldSet below = set.below(element);
            collect(part, Elements.part(element, schema), below);
            boolean empty = part.isNull() || (part.isObject() && part.isEmpty());
            if (list || empty || !schema.properties().containsKey(element.substring(2))) {
                below.add();
            }
        });
    }

    /** The object with the configuration laid over it. */
    static JsonNode merge(@Nullable JsonNode live, JsonNode applied, Schema schema) {
        boolean parts =
                live != null && live.getNodeType() == applied.getNodeType() && Elements.hasParts(applied, schema);
        if (live == null || !parts) {
            return applied.deepCopy();
        }
        if (applied.isObject()) {
            ObjectNode merged = Documents.object();
            live.properties().forEach(entry -> merged.set(entry.getKey(), entry.getValue()));
            applied.properties().forEach(entry -> {
                String name = entry.getKey();
                merged.set(name, merge(live.get(name), entry.getValue(), Elements.part(Elements.field(name), schema)));
            });
            return merged;
        }
        return mergeList(Elements.parts(live, schema), applied, schema);
    }

    /** In the order of the configuration; items that it does not have stay behind those that they were behind. */
    private static ArrayNode mergeList(Map<String, JsonNode> live, JsonNode applied, Schema schema) {
        Map<String, JsonNode> rest = new LinkedHashMap<>(live);
        Map<String, JsonNode> given = Elements.parts(applied, schema);
        ArrayNode merged = Documents.JSON.createArrayNode();
        given.forEach((element, item) -> {
            if (live.containsKey(element)) {
                for (String before : List.copyOf(rest.keySet())) {
                    if (before.equals(element)) {
                        break;
                    }
                    if (!given.containsKey(before)) {
                        merged.add(rest.remove(before));
                    }
                }
            }
            merged.add(merge(rest.remove(element), item, schema.items()));
        });
        rest.forEach((element, item) -> {
            if (!given.containsKey(element)) {
                merged.add(item);
            }
        });
        return merged;
    }

    /**
     * Takes fields out of an object: those of a set that are not kept by another.
     *
     * @param value is changed
     * @param gone what the manager named before
     * @param kept what anybody names now
     */
    static void remove(JsonNode value, Schema schema, FieldSet gone, FieldSet kept) {
        if (!Elements.hasParts(value, schema)) {
            return;
        }
        Map<String, JsonNode> parts = Elements.parts(value, schema);
        Set<JsonNode> removed = new HashSet<>();
        gone.children().forEach((element, below) -> {
            JsonNode part = parts.get(element);
            if (part == null) {
                return;
            }
            FieldSet keep = kept.find(element);
            boolean owned = keep != null && !keep.isEmpty();
            if (below.member() && !owned) {
                drop(value, element, part, removed);
                return;
            }
            boolean filled = !part.isEmpty();
            remove(part, Elements.part(element, schema), below, keep == null ? new FieldSet() : keep);
            if (filled && part.isContainerNode() && part.isEmpty() && !owned) {
                drop(value, element, part, removed);
            }
        });
        if (value instanceof ArrayNode list && !removed.isEmpty()) {
            for (int i = list.size() - 1; i >= 0; i--) {
                if (removed.contains(list.get(i))) {
                    list.remove(i);
                }
            }
        }
    }

    private static void drop(JsonNode value, String element, JsonNode part, Set<JsonNode> removed) {
        if (value instanceof ObjectNode object) {
            object.remove(element.substring(2));
        } else {
            removed.add(part);
        }
    }

    /** What is wrong with the lists of an object: keys that are missing or come twice; null where nothing is. */
    static @Nullable String duplicate(JsonNode value, Schema schema, String path) {
        if (value.isObject()) {
            for (Map.Entry<String, JsonNode> entry : value.properties()) {
                Schema field = schema.field(entry.getKey());
                String problem = field == null ? null : duplicate(entry.getValue(), field, path + "." + entry.getKey());
                if (problem != null) {
                    return problem;
                }
            }
        } else if (value.isArray() && schema.listType() != ListType.ATOMIC) {
            Set<String> seen = new HashSet<>();
            for (JsonNode item : value) {
                if (!seen.add(Elements.item(item, schema))) {
                    return path + ": duplicate entries for key "
                            + Elements.item(item, schema).substring(2);
                }
                String problem = duplicate(item, schema.items(), path + "[]");
                if (problem != null) {
                    return problem;
                }
            }
        }
        return null;
    }
}
