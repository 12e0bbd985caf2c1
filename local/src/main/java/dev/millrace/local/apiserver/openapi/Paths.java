package dev.millrace.local.apiserver.openapi;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.local.apiserver.document.Documents;
import dev.millrace.local.apiserver.resource.ResourceType;
import java.util.List;
import java.util.Map;

/** The paths of a resource, with what clients look for: the kind, its schema, and which parameters a write takes. */
final class Paths {
    private static final Map<String, String> PARAMETERS = Map.of(
            "dryRun", "When present, indicates that modifications should not be persisted. Valid values are: - All",
            "fieldManager", "fieldManager is a name associated with the actor that is making these changes.",
            "fieldValidation",
                    "What happens to unknown and duplicate fields. Valid values are: - Ignore - Warn - Strict",
            "force", "Whether an apply takes fields that other managers own.");

    private static final List<String> WRITE = List.of("dryRun", "fieldManager", "fieldValidation");
    private static final List<String> PATCH = List.of("dryRun", "fieldManager", "fieldValidation", "force");

    private final ResourceType type;
    private final String schema;

    private Paths(ResourceType type, String schema) {
        this.type = type;
        this.schema = schema;
    }

    static void add(ObjectNode paths, ResourceType type, String schema) {
        Paths of = new Paths(type, schema);
        String base = (type.group().isEmpty() ? "/api/" : "/apis/") + type.apiVersion();
        String collection = base
                + (type.namespaced() ? "/namespaces/{namespace}/" : "/")
                + type.names().plural();
        if (type.namespaced()) {
            paths.putObject(base + "/" + type.names().plural()).set("get", of.operation("list", List.of()));
        }
        ObjectNode all = paths.putObject(collection);
        all.set("get", of.operation("list", List.of()));
        all.set("post", of.operation("post", WRITE));
        all.set("delete", of.operation("deletecollection", List.of("dryRun")));
        of.one(paths.putObject(collection + "/{name}")).set("delete", of.operation("delete", List.of("dryRun")));
        if (type.status()) {
            of.one(paths.putObject(collection + "/{name}/status"));
        }
    }

    private ObjectNode one(ObjectNode path) {
        path.set("get", operation("get", List.of()));
        path.set("put", operation("put", WRITE));
        path.set("patch", operation("patch", PATCH));
        return path;
    }

    private ObjectNode operation(String action, List<String> parameters) {
        ObjectNode operation = Documents.object();
        operation.put("operationId", action + type.kind());
        ArrayNode list = operation.putArray("parameters");
        for (String name : parameters) {
            list.addObject()
                    .put("name", name)
                    .put("in", "query")
                    .put("description", PARAMETERS.get(name))
                    .putObject("schema")
                    .put("type", name.equals("force") ? "boolean" : "string")
                    .put("uniqueItems", true);
        }
        ObjectNode content = operation
                .putObject("responses")
                .putObject("200")
                .put("description", "OK")
                .putObject("content");
        String shown = action.equals("list")
                ? schema.substring(0, schema.lastIndexOf('.') + 1)
                        + type.names().listKind()
                : schema;
        content.putObject("application/json").putObject("schema").put("$ref", "#/components/schemas/" + shown);
        operation.put("x-kubernetes-action", action);
        operation
                .putObject("x-kubernetes-group-version-kind")
                .put("group", type.group())
                .put("kind", type.kind())
                .put("version", type.version());
        return operation;
    }
}
