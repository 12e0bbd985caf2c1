package dev.millrace.local.apiserver.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.local.apiserver.document.Documents;
import dev.millrace.local.apiserver.failure.Reason;
import dev.millrace.local.apiserver.failure.Refused;
import dev.millrace.local.apiserver.schema.Schema;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Strategic merge patches: as merge patches, but lists are merged by the keys that the schema names, and directives say more. */
public final class StrategicMerge {
    private static final String DIRECTIVE = "$patch";
    private static final String RETAIN = "$retainKeys";
    private static final String DELETE_SCALARS = "$deleteFromPrimitiveList/";
    private static final String ORDER = "$setElementOrder/";

    private StrategicMerge() {}

    /**
     * The object with a patch laid over it.
     *
     * @param object is left as it is
     */
    public static ObjectNode merge(ObjectNode object, JsonNode patch, Schema schema) {
        if (!(patch instanceof ObjectNode fields)) {
            throw Refused.badRequest("error decoding patch: a strategic merge patch is a JSON object");
        }
        return map(object, fields, schema);
    }

    private static ObjectNode map(JsonNode target, ObjectNode patch, Schema schema) {
        switch (patch.path(DIRECTIVE).asText("")) {
            case "", "merge" -> {}
            case "replace" -> {
                return clean(patch);
            }
            case "delete" -> {
                return Documents.object();
            }
            default -> throw unknown(patch);
        }
        ObjectNode result = target instanceof ObjectNode object ? object.deepCopy() : Documents.object();
        retain(result, patch);
        for (Map.Entry<String, JsonNode> entry : patch.properties()) {
            String name = entry.getKey();
            JsonNode value = entry.getValue();
            if (name.equals(DIRECTIVE) || name.equals(RETAIN) || name.startsWith(ORDER)) {
                continue;
            }
            if (name.startsWith(DELETE_SCALARS)) {
                deleteScalars(result, name.substring(DELETE_SCALARS.length()), value);
                continue;
            }
            field(result, name, value, known(schema.field(name)));
        }
        order(result, target, patch, schema);
        return result;
    }

    private static void field(ObjectNode result, String name, JsonNode value, Schema schema) {
        if (value.isNull()) {
            result.remove(name);
        } else if (value instanceof ObjectNode inner) {
            result.set(name, map(result.path(name), inner, schema));
        } else if (value instanceof ArrayNode items) {
            result.set(name, list(result.path(name), items, schema));
        } else {
            result.set(name, value);
        }
    }

    /** What a new value brings: without its directives, and without what it would delete. */
    private static ObjectNode clean(ObjectNode patch) {
        ObjectNode result = Documents.object();
        patch.properties().forEach(entry -> {
            if (!entry.getKey().startsWith("$") && !entry.getValue().isNull()) {
                result.set(entry.getKey(), entry.getValue());
            }
        });
        return result;
    }

    private static void retain(ObjectNode result, ObjectNode patch) {
        if (patch.get(RETAIN) instanceof ArrayNode keys) {
            Set<String> kept = new LinkedHashSet<>();
            keys.forEach(key -> kept.add(key.asText()));
            result.retain(kept);
        }
    }

    private static ArrayNode list(JsonNode target, ArrayNode patch, Schema schema) {
        for (JsonNode item : patch) {
            if (item.path(DIRECTIVE).asText().equals("replace")) {
                ArrayNode replaced = Documents.JSON.createArrayNode();
                patch.forEach(each -> {
                    if (!each.has(DIRECTIVE)) {
                        replaced.add(each);
                    }
                });
                return replaced;
            }
        }
        if (schema.mergesScalars()) {
            return scalars(target, patch);
        }
        return schema.mergeKey().isEmpty() ? patch : items(target, patch, schema);
    }

    private static ArrayNode scalars(JsonNode target, ArrayNode patch) {
        Set<JsonNode> values = new LinkedHashSet<>();
        target.forEach(values::add);
        patch.forEach(values::add);
        return Documents.JSON.createArrayNode().addAll(values);
    }

    private static ArrayNode items(JsonNode target, ArrayNode patch, Schema schema) {
        String key = schema.mergeKey();
        List<JsonNode> result = new ArrayList<>();
        target.forEach(result::add);
        for (JsonNode item : patch) {
            if (!(item instanceof ObjectNode change) || !change.has(key)) {
                throw Refused.because(
                        Reason.UNKNOWN, "map: " + go(item) + " does not contain declared merge key: " + key);
            }
            int at = indexOf(result, key, change.get(key));
            String directive = change.path(DIRECTIVE).asText();
            if (directive.equals("delete")) {
                if (at >= 0) {
                    result.remove(at);
                }
            } else if (at >= 0) {
                result.set(at, map(result.get(at), change, schema.items()));
            } else {
                result.add(map(Documents.object(), change, schema.items()));
            }
        }
        Set<JsonNode> named = new LinkedHashSet<>();
        patch.forEach(item -> named.add(item.path(key)));
        List<JsonNode> server = new ArrayList<>();
        target.forEach(server::add);
        return interleaved(
                result.stream().filter(item -> !named.contains(item.path(key))).toList(),
                named.stream()
                        .map(name -> indexOf(result, key, name))
                        .filter(at -> at >= 0)
                        .map(result::get)
                        .toList(),
                item -> indexOf(server, key, item.path(key)));
    }

    /**
     * Two lists as one. An item that only the server has comes before the next one of the patch if it stood before that one; an item that is
     * new comes before it.
     *
     * @param place where an item stood, or -1
     */
    private static ArrayNode interleaved(
            List<JsonNode> serverOnly, List<JsonNode> patched, ToIntFunction<JsonNode> place) {
        ArrayNode all = Documents.JSON.createArrayNode();
        int next = 0;
        for (JsonNode item : patched) {
            int at = place.applyAsInt(item);
            while (at >= 0 && next < serverOnly.size() && place.applyAsInt(serverOnly.get(next)) < at) {
                all.add(serverOnly.get(next++));
            }
            all.add(item);
        }
        all.addAll(serverOnly.subList(next, serverOnly.size()));
        return all;
    }

    private static int indexOf(List<JsonNode> items, String key, JsonNode value) {
        for (int i = 0; i < items.size(); i++) {
            if (value.equals(items.get(i).get(key))) {
                return i;
            }
        }
        return -1;
    }

    private static void deleteScalars(ObjectNode result, String name, JsonNode values) {
        if (result.get(name) instanceof ArrayNode list) {
            Set<JsonNode> gone = new LinkedHashSet<>();
            values.forEach(gone::add);
            ArrayNode rest = result.putArray(name);
            list.forEach(value -> {
                if (!gone.contains(value)) {
                    rest.add(value);
                }
            });
        }
    }

    /** The order that a patch asks for; what it does not name keeps its place between what it does. */
    private static void order(ObjectNode result, JsonNode target, ObjectNode patch, Schema schema) {
        for (Map.Entry<String, JsonNode> entry : patch.properties()) {
            if (!entry.getKey().startsWith(ORDER)) {
                continue;
            }
            String name = entry.getKey().substring(ORDER.length());
            String key = known(schema.field(name)).mergeKey();
            if (result.get(name) instanceof ArrayNode list) {
                List<JsonNode> rest = new ArrayList<>();
                list.forEach(rest::add);
                List<JsonNode> ordered = new ArrayList<>();
                for (JsonNode wanted : entry.getValue()) {
                    for (JsonNode item : List.copyOf(rest)) {
                        boolean same = key.isEmpty()
                                ? item.equals(wanted)
                                : wanted.path(key).equals(item.path(key));
                        if (same) {
                            ordered.add(item);
                            rest.remove(item);
                        }
                    }
                }
                List<JsonNode> server = new ArrayList<>();
                target.path(name).forEach(server::add);
                result.set(
                        name,
                        interleaved(
                                rest,
                                ordered,
                                item -> key.isEmpty() ? server.indexOf(item) : indexOf(server, key, item.path(key))));
            }
        }
    }

    private static Schema known(@Nullable Schema schema) {
        return schema == null ? Schema.ANY : schema;
    }

    /** A small object as Go prints a map. */
    private static String go(JsonNode map) {
        return map.properties().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(field -> field.getKey() + ":"
                        + (field.getValue().isValueNode() ? field.getValue().asText() : field.getValue()))
                .collect(Collectors.joining(" ", "map[", "]"));
    }

    private static Refused unknown(ObjectNode patch) {
        return Refused.because(
                Reason.UNKNOWN, "unknown patch type: " + patch.path(DIRECTIVE).asText() + " in map: " + go(patch));
    }
}
