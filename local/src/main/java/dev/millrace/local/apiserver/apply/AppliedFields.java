package dev.millrace.local.apiserver.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.local.apiserver.document.Documents;
import dev.millrace.local.apiserver.schema.Schema;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
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

    /**
     * What both have keeps the order of the configuration; what only one of them has stays behind what it was behind. So an item that was
     * applied by somebody else is not moved, and a new one comes last.
     */
    private static ArrayNode mergeList(Map<String, JsonNode> live, JsonNode applied, Schema schema) {
        Map<String, JsonNode> items = Elements.parts(applied, schema);
        Deque<String> old = new ArrayDeque<>(live.keySet());
        Deque<String> given = new ArrayDeque<>(items.keySet());
        Deque<String> shared = new ArrayDeque<>(given);
        shared.removeIf(element -> !live.containsKey(element));
        ArrayNode merged = Documents.JSON.createArrayNode();
        while (!old.isEmpty() || !given.isEmpty()) {
            String was = old.peek();
            String is = given.peek();
            String next = shared.peek();
            if (was != null && !items.containsKey(was)) {
                merged.add(live.get(old.remove()));
            } else if (is == null || (was != null && next != null && !was.equals(is) && !was.equals(next))) {
                // It has had its place, or gets one later.
                old.remove();
            } else {
                JsonNode item = Objects.requireNonNull(items.get(given.remove()));
                merged.add(merge(live.get(is), item, schema.items()));
                if (was != null && (was.equals(is) || next == null)) {
                    old.remove();
                }
                if (is.equals(next)) {
                    shared.remove();
                }
            }
        }
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
}
