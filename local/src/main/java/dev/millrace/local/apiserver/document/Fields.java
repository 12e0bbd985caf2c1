package dev.millrace.local.apiserver.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Short ways to fields of objects whose shape has been checked; what is not there is left alone. */
public final class Fields {
    private Fields() {}

    /** The object in a field, or null. */
    public static @Nullable ObjectNode child(@Nullable JsonNode parent, String field) {
        return parent != null && parent.get(field) instanceof ObjectNode object ? object : null;
    }

    /** The object in a field, which is made where there is none. */
    public static ObjectNode made(ObjectNode parent, String field) {
        return parent.get(field) instanceof ObjectNode object ? object : parent.putObject(field);
    }

    /** The objects of a list; none where there is no list. */
    public static List<ObjectNode> items(@Nullable JsonNode parent, String field) {
        List<ObjectNode> items = new ArrayList<>();
        if (parent != null && parent.get(field) instanceof ArrayNode array) {
            array.forEach(item -> {
                if (item instanceof ObjectNode object) {
                    items.add(object);
                }
            });
        }
        return items;
    }

    public static boolean has(JsonNode parent, String field) {
        JsonNode value = parent.get(field);
        return value != null && !value.isNull();
    }

    /** Text that is not there is empty. */
    public static String text(@Nullable JsonNode parent, String field) {
        return parent == null ? "" : parent.path(field).asText();
    }

    public static void byDefault(ObjectNode parent, String field, String value) {
        if (!has(parent, field) || parent.get(field).asText().isEmpty()) {
            parent.put(field, value);
        }
    }

    public static void byDefault(ObjectNode parent, String field, long value) {
        if (!has(parent, field)) {
            parent.put(field, value);
        }
    }

    public static void byDefault(ObjectNode parent, String field, boolean value) {
        if (!has(parent, field)) {
            parent.put(field, value);
        }
    }

    /** Gives a field the value that it has in another object, or takes it away as there. */
    public static void copy(ObjectNode to, ObjectNode from, String field) {
        JsonNode value = from.get(field);
        if (value == null) {
            to.remove(field);
        } else {
            to.set(field, value.deepCopy());
        }
    }

    /** Whether a field is the same in both; null and missing are the same. */
    public static boolean same(JsonNode one, JsonNode other, String field) {
        return !has(one, field) ? !has(other, field) : one.get(field).equals(other.get(field));
    }
}
