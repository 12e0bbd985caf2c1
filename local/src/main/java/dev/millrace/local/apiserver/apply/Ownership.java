package dev.millrace.local.apiserver.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.local.apiserver.document.Documents;
import java.util.LinkedHashMap;
import java.util.Map;

/** Which managers own which fields of an object: its {@code managedFields}. */
final class Ownership {
    private final Map<FieldManager, FieldSet> fields = new LinkedHashMap<>();
    private final Map<FieldManager, String> times = new LinkedHashMap<>();

    /** What an object says. */
    static Ownership of(JsonNode object) {
        Ownership ownership = new Ownership();
        for (JsonNode entry : object.path("metadata").path("managedFields")) {
            FieldManager manager = new FieldManager(
                    entry.path("manager").asText(),
                    entry.path("operation").asText().equals("Apply"),
                    entry.path("apiVersion").asText(),
                    entry.path("subresource").asText());
            FieldSet set = FieldSet.of(entry.path("fieldsV1"));
            if (!set.isEmpty()) {
                ownership.fields.merge(manager, set, FieldSet::union);
                ownership.times.put(manager, entry.path("time").asText());
            }
        }
        return ownership;
    }

    boolean isEmpty() {
        return fields.isEmpty();
    }

    Map<FieldManager, FieldSet> fields() {
        return fields;
    }

    FieldSet of(FieldManager manager) {
        return fields.getOrDefault(manager, new FieldSet());
    }

    String time(FieldManager manager) {
        return times.getOrDefault(manager, "");
    }

    void set(FieldManager manager, FieldSet set, String time) {
        if (set.isEmpty()) {
            fields.remove(manager);
            times.remove(manager);
        } else {
            fields.put(manager, set);
            times.put(manager, time);
        }
    }

    /** All fields that anybody owns. */
    FieldSet all() {
        FieldSet all = new FieldSet();
        fields.values().forEach(all::addAll);
        return all;
    }

    /** Whether both say the same of who owns what, whenever that was. */
    boolean sameAs(Ownership other) {
        return fields.keySet().equals(other.fields.keySet())
                && fields.entrySet().stream().allMatch(entry -> entry.getValue().sameAs(other.of(entry.getKey())));
    }

    /** Writes it into an object. */
    void into(ObjectNode object) {
        ObjectNode metadata = object.withObject("/metadata");
        metadata.remove("managedFields");
        if (!fields.isEmpty()) {
            ArrayNode list = Documents.JSON.createArrayNode();
            // As Kubernetes sorts them: those that applied before those that updated.
            fields.keySet().stream()
                    .sorted((one, other) -> Boolean.compare(other.apply(), one.apply()))
                    .forEach(manager -> list.add(manager.entry(of(manager), time(manager))));
            metadata.set("managedFields", list);
        }
    }
}
