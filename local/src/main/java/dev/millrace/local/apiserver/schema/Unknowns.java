package dev.millrace.local.apiserver.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** Takes fields out of an object that its schema does not know. */
public final class Unknowns {
    private final Schema objectMeta;
    private final List<String> found = new ArrayList<>();

    private Unknowns(Schema objectMeta) {
        this.objectMeta = objectMeta;
    }

    /**
     * Prunes an object.
     *
     * @param value is changed
     * @param objectMeta the schema of metadata in objects within it
     * @return the paths of what was taken out
     */
    public static List<String> prune(JsonNode value, Schema schema, Schema objectMeta) {
        Unknowns unknowns = new Unknowns(objectMeta);
        unknowns.walk(value, schema, "");
        return unknowns.found;
    }

    private void walk(JsonNode value, Schema schema, String path) {
        if (value instanceof ObjectNode object) {
            Iterator<Map.Entry<String, JsonNode>> fields = object.properties().iterator();
            while (fields.hasNext()) {
                Map.Entry<String, JsonNode> field = fields.next();
                String name = field.getKey();
                String at = path.isEmpty() ? name : path + "." + name;
                if (schema.embedded() && isEnvelope(name)) {
                    if (name.equals("metadata")) {
                        walk(field.getValue(), objectMeta, at);
                    }
                    continue;
                }
                Schema known = schema.field(name);
                if (known == null) {
                    found.add(at);
                    fields.remove();
                } else {
                    walk(field.getValue(), known, at);
                }
            }
        } else if (value.isArray()) {
            int index = 0;
            for (JsonNode item : value) {
                walk(item, schema.items(), path + "[" + index++ + "]");
            }
        }
    }

    private static boolean isEnvelope(String name) {
        return name.equals("apiVersion") || name.equals("kind") || name.equals("metadata");
    }
}
