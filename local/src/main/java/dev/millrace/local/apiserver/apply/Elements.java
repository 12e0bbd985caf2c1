package dev.millrace.local.apiserver.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.local.apiserver.document.Documents;
import dev.millrace.local.apiserver.schema.ListType;
import dev.millrace.local.apiserver.schema.Schema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How the parts of a value are told apart: fields by their names, items by their keys or by themselves. */
final class Elements {
    private Elements() {}

    static String field(String name) {
        return "f:" + name;
    }

    /** Whether a value has parts that belong to different managers; else it is one leaf. */
    static boolean hasParts(JsonNode value, Schema schema) {
        if (value.isObject()) {
            return !schema.atomicMap();
        }
        return value.isArray() && schema.listType() != ListType.ATOMIC;
    }

    /** The element of a list's item. A key that the item lacks has its default, as for the protocol of a port. */
    static String item(JsonNode item, Schema list) {
        if (list.listType() == ListType.SET || !item.isObject()) {
            return "v:" + item;
        }
        ObjectNode keys = Documents.object();
        List<String> names = new ArrayList<>(list.keys());
        names.sort(null);
        for (String name : names) {
            JsonNode value = item.get(name);
            Schema key = list.items().field(name);
            if (value == null && key != null) {
                value = key.defaultValue();
            }
            if (value != null) {
                keys.set(name, value);
            }
        }
        return "k:" + keys;
    }

    /** The parts of a value by their elements, in their order; of items with the same key the first counts. */
    static Map<String, JsonNode> parts(JsonNode value, Schema schema) {
        Map<String, JsonNode> parts = new LinkedHashMap<>();
        if (value.isObject()) {
            value.properties().forEach(entry -> parts.put(field(entry.getKey()), entry.getValue()));
        } else {
            value.forEach(item -> parts.putIfAbsent(item(item, schema), item));
        }
        return parts;
    }

    /** The schema of a part. */
    static Schema part(String element, Schema schema) {
        if (element.charAt(0) != 'f') {
            return schema.items();
        }
        Schema field = schema.field(element.substring(2));
        return field == null ? Schema.ANY : field;
    }
}
