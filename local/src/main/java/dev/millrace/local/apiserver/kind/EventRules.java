package dev.millrace.local.apiserver.kind;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.local.apiserver.document.Fields;
import dev.millrace.local.apiserver.failure.Problem;
import dev.millrace.local.apiserver.resource.KindRules;
import java.util.List;
import java.util.Map;

/** Events are one resource under two APIs, with other names for the same fields. They are stored as the core API writes them. */
final class EventRules implements KindRules {
    private static final String CORE = "v1";
    /** Field of the core API to field of events.k8s.io. */
    private static final Map<String, String> NAMES = Map.of(
            "involvedObject", "regarding",
            "message", "note",
            "source", "deprecatedSource",
            "firstTimestamp", "deprecatedFirstTimestamp",
            "lastTimestamp", "deprecatedLastTimestamp",
            "count", "deprecatedCount",
            "reportingComponent", "reportingController");

    @Override
    public void fillIn(ObjectNode object) {
        if (object.path("apiVersion").asText().equals(CORE)) {
            Fields.byDefault(object, "type", "Normal");
            for (String field : List.of("reportingComponent", "reportingInstance")) {
                if (!object.has(field)) {
                    object.put(field, "");
                }
            }
        }
    }

    @Override
    public List<Problem> check(ObjectNode object) {
        String regarding = object.has("regarding") ? "regarding" : "involvedObject";
        String namespace = object.path("metadata").path("namespace").asText();
        JsonNode involved = object.path(regarding).path("namespace");
        boolean fits = involved.asText().isEmpty()
                ? namespace.equals("default")
                : involved.asText().equals(namespace);
        return fits
                ? List.of()
                : List.of(
                        Problem.invalid(regarding + ".namespace", involved.asText(), "does not match event.namespace"));
    }

    @Override
    public ObjectNode convert(ObjectNode object, String apiVersion) {
        boolean core = apiVersion.equals(CORE);
        NAMES.forEach((ofCore, ofEvents) -> {
            JsonNode value = object.remove(core ? ofEvents : ofCore);
            if (value != null) {
                object.set(core ? ofCore : ofEvents, value);
            }
        });
        return object.put("apiVersion", apiVersion);
    }
}
