package dev.millrace.local.apiserver.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** Fills in the defaults of a CRD's schema. */
public final class Defaults {
    private Defaults() {}

    /** Defaults fields that are missing, or null where null is not allowed; other such nulls are left out. The value is changed. */
    public static void fillIn(JsonNode value, Schema schema) {
        if (value instanceof ObjectNode object) {
            for (Map.Entry<String, Schema> property : schema.properties().entrySet()) {
                JsonNode byDefault = property.getValue().defaultValue();
                JsonNode there = object.get(property.getKey());
                boolean missing =
                        there == null || (there.isNull() && !property.getValue().nullable());
                if (byDefault != null && missing) {
                    object.set(property.getKey(), byDefault.deepCopy());
                }
            }
            object.properties().removeIf(entry -> {
                Schema field = schema.field(entry.getKey());
                return entry.getValue().isNull()
                        && field != null
                        && !field.type().isEmpty()
                        && !field.nullable();
            });
            object.properties().forEach(entry -> {
                Schema field = schema.field(entry.getKey());
                if (field != null) {
                    fillIn(entry.getValue(), field);
                }
            });
        } else if (value.isArray()) {
            value.forEach(item -> fillIn(item, schema.items()));
        }
    }
}
