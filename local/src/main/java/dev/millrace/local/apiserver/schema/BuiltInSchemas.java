package dev.millrace.local.apiserver.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.local.apiserver.document.Documents;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The schemas of built-in kinds, from Kubernetes' own OpenAPI document: a line a type, read when it is first needed.
 */
public final class BuiltInSchemas {
    public static final String OBJECT_META = "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta";
    public static final String LIST_META = "io.k8s.apimachinery.pkg.apis.meta.v1.ListMeta";
    /** Where a schema that was referred to keeps the name that it had. */
    static final String TYPE_NAME = "x-millrace-type";

    private static final String FILE = "kubernetes-1.34.jsonl";
    /** Types that hold any JSON, which their schemas do not say. */
    private static final Set<String> FREE = Set.of("FieldsV1", "RawExtension", "JSON");

    private static final String REFERENCE = "#/components/schemas/";

    private final Map<String, String> lines = new LinkedHashMap<>();
    private final Map<String, ObjectNode> nodes = new ConcurrentHashMap<>();
    private final Map<String, Schema> schemas = new ConcurrentHashMap<>();

    public BuiltInSchemas() {
        try (InputStream file = Objects.requireNonNull(BuiltInSchemas.class.getResourceAsStream(FILE), FILE)) {
            new String(file.readAllBytes(), StandardCharsets.UTF_8).lines().forEach(line -> {
                int name = line.indexOf('"', line.indexOf(':'));
                lines.put(line.substring(name + 1, line.indexOf('"', name + 1)), line);
            });
        } catch (IOException e) {
            throw new UncheckedIOException(FILE, e);
        }
    }

    /** The schema of a type by its full name. */
    public Schema schema(String name) {
        Schema known = schemas.get(name);
        return known == null ? schemas.computeIfAbsent(name, n -> new Schema(node(n), this::resolve)) : known;
    }

    /** The schema of a type as Kubernetes publishes it. */
    public ObjectNode published(String name) {
        ObjectNode copy = node(name).deepCopy();
        copy.remove(TYPE_NAME);
        return copy;
    }

    private ObjectNode node(String name) {
        ObjectNode known = nodes.get(name);
        return known == null ? nodes.computeIfAbsent(name, this::read) : known;
    }

    private ObjectNode read(String name) {
        String line = lines.get(name);
        if (line == null) {
            throw new IllegalArgumentException("no built-in type " + name);
        }
        ObjectNode schema = (ObjectNode)
                Documents.read(line.getBytes(StandardCharsets.UTF_8)).get("schema");
        if (FREE.contains(name.substring(name.lastIndexOf('.') + 1))) {
            schema.put("x-kubernetes-preserve-unknown-fields", true);
        }
        return schema.put(TYPE_NAME, name);
    }

    /** A field of a built-in type refers as {@code {allOf: [{$ref}], default, description}}, an item as {@code {$ref}}. */
    public ObjectNode resolve(ObjectNode node) {
        JsonNode reference =
                node.has("$ref") ? node.get("$ref") : node.path("allOf").path(0).get("$ref");
        if (reference == null) {
            return node;
        }
        ObjectNode merged = Documents.object();
        merged.setAll(node(reference.asText().substring(REFERENCE.length())));
        node.properties().forEach(entry -> {
            if (!entry.getKey().equals("$ref") && !entry.getKey().equals("allOf")) {
                merged.set(entry.getKey(), entry.getValue());
            }
        });
        return merged;
    }
}
