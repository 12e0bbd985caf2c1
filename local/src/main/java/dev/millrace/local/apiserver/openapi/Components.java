package dev.millrace.local.apiserver.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.local.apiserver.document.Documents;
import dev.millrace.local.apiserver.resource.Catalog.GroupVersion;
import dev.millrace.local.apiserver.resource.ResourceType;
import dev.millrace.local.apiserver.schema.BuiltInSchemas;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Locale;

/** The schemas of a document: those of its kinds, and all that these refer to. */
final class Components {
    private static final String REFERENCE = "#/components/schemas/";
    private static final String REF = "$ref";
    private static final List<String> ALWAYS = List.of(
            "io.k8s.apimachinery.pkg.apis.meta.v1.DeleteOptions", "io.k8s.apimachinery.pkg.apis.meta.v1.Status");

    private final BuiltInSchemas builtIn;
    private final GroupVersion version;
    private final ObjectNode schemas = Documents.object();

    Components(BuiltInSchemas builtIn, GroupVersion version) {
        this.builtIn = builtIn;
        this.version = version;
        ALWAYS.forEach(this::addBuiltIn);
    }

    ObjectNode schemas() {
        return schemas;
    }

    /** Adds a kind and its list; gives the name of its schema. */
    String add(ResourceType type) {
        if (!type.custom()) {
            String name = type.schema().typeName();
            addBuiltIn(name);
            addBuiltIn(
                    name.substring(0, name.lastIndexOf('.') + 1) + type.names().listKind());
            return name;
        }
        String prefix = prefix();
        String name = prefix + type.kind();
        ObjectNode schema = type.schema().node().deepCopy();
        describe(schema, type, type.kind());
        schemas.set(name, schema);
        ObjectNode list = Documents.object();
        list.put("description", type.names().listKind() + " is a list of " + type.kind());
        list.put("type", "object").putArray("required").add("items");
        ObjectNode properties = list.putObject("properties");
        properties.set("apiVersion", envelope("apiVersion"));
        properties.putObject("items").put("type", "array").putObject("items").put(REF, REFERENCE + name);
        properties.set("kind", envelope("kind"));
        properties.putObject("metadata").putArray("allOf").addObject().put(REF, REFERENCE + BuiltInSchemas.LIST_META);
        kind(list, type.names().listKind());
        schemas.set(prefix + type.names().listKind(), list);
        addBuiltIn(BuiltInSchemas.LIST_META);
        addReferred(schema);
        return name;
    }

    /** {@code dev.millrace.v1alpha1.} for the group millrace.dev: its name from behind. */
    private String prefix() {
        List<String> parts = new ArrayList<>(List.of(version.group().split("\\.", -1)));
        Collections.reverse(parts);
        return String.join(".", parts) + "." + version.version() + ".";
    }

    private void describe(ObjectNode schema, ResourceType type, String kind) {
        ObjectNode properties = schema.withObject("/properties");
        properties.set("apiVersion", envelope("apiVersion"));
        properties.set("kind", envelope("kind"));
        ObjectNode metadata = properties.putObject("metadata");
        metadata.put(
                "description",
                "Standard object's metadata. More info: "
                        + "https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md#metadata");
        metadata.putArray("allOf").addObject().put(REF, REFERENCE + BuiltInSchemas.OBJECT_META);
        if (!type.schema().node().has("description")) {
            schema.put("description", kind + " is a kind of " + version.group().toLowerCase(Locale.ROOT));
        }
        kind(schema, kind);
    }

    private JsonNode envelope(String field) {
        return builtIn.published("io.k8s.api.core.v1.ConfigMap")
                .path("properties")
                .path(field);
    }

    private void kind(ObjectNode schema, String kind) {
        schema.putArray("x-kubernetes-group-version-kind")
                .addObject()
                .put("group", version.group())
                .put("kind", kind)
                .put("version", version.version());
    }

    private void addBuiltIn(String name) {
        if (!schemas.has(name)) {
            ObjectNode schema = builtIn.published(name);
            schemas.set(name, schema);
            addReferred(schema);
        }
    }

    private void addReferred(JsonNode schema) {
        Deque<JsonNode> nodes = new ArrayDeque<>(List.of(schema));
        while (!nodes.isEmpty()) {
            JsonNode node = nodes.pop();
            if (node.path(REF).isTextual()) {
                addBuiltIn(node.get(REF).asText().substring(REFERENCE.length()));
            }
            node.forEach(nodes::push);
        }
    }
}
