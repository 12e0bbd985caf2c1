package dev.millrace.local.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Renders a kustomization without kubectl: as much of it as Millrace's own installation uses, which is {@code resources}, {@code labels} and
 * {@code images}. What it does not know it refuses, so that nothing is left out in silence.
 */
public final class Kustomization {
    private static final String FILE = "kustomization.yaml";
    /** {@code configurations} say where else images are named: {@link #IMAGE_FIELDS} has that of config/default. */
    private static final Set<String> KNOWN =
            Set.of("apiVersion", "kind", "resources", "labels", "images", "configurations");

    private static final Set<String> IMAGE_FIELDS = Set.of("image", "value");

    private Kustomization() {}

    /**
     * The objects of the kustomization in a folder.
     *
     * @throws IOException if it cannot be read or asks for more than is known here
     */
    public static List<Manifest> render(Path folder) throws IOException {
        Path file = folder.resolve(FILE);
        List<ObjectNode> documents = Manifests.documents(file);
        if (documents.size() != 1) {
            throw new IOException(file + " must hold one document.");
        }
        ObjectNode kustomization = documents.get(0);
        for (Iterator<String> fields = kustomization.fieldNames(); fields.hasNext(); ) {
            String field = fields.next();
            if (!KNOWN.contains(field)) {
                throw new IOException("%s: %s is not known here: use kubectl kustomize.".formatted(file, field));
            }
        }
        List<Manifest> objects = new ArrayList<>();
        for (JsonNode resource : kustomization.path("resources")) {
            Path path = folder.resolve(resource.asText()).normalize();
            objects.addAll(Files.isDirectory(path) ? render(path) : Manifests.read(path));
        }
        for (Manifest manifest : objects) {
            for (JsonNode labels : kustomization.path("labels")) {
                label(manifest.object(), labels);
            }
            for (JsonNode image : kustomization.path("images")) {
                rename(manifest.object().path("spec").path("template"), image);
            }
        }
        return objects;
    }

    private static void label(ObjectNode object, JsonNode labels) {
        put(object, labels.path("pairs"));
        if (labels.path("includeTemplates").asBoolean() && object.at("/spec/template") instanceof ObjectNode template) {
            put(template, labels.path("pairs"));
        }
    }

    private static void put(ObjectNode object, JsonNode pairs) {
        ObjectNode metadata = object.withObjectProperty("metadata");
        for (Map.Entry<String, JsonNode> pair : pairs.properties()) {
            metadata.withObjectProperty("labels").set(pair.getKey(), pair.getValue());
        }
    }

    private static void rename(JsonNode node, JsonNode image) {
        if (node instanceof ObjectNode object) {
            for (String field : IMAGE_FIELDS) {
                String text = object.path(field).asText();
                String name = image.path("name").asText();
                if (text.equals(name) || text.startsWith(name + ":")) {
                    object.put(field, renamed(text, image));
                }
            }
        }
        node.forEach(child -> rename(child, image));
    }

    private static String renamed(String text, JsonNode image) {
        int colon = text.lastIndexOf(':');
        String name = colon < 0 ? text : text.substring(0, colon);
        String tag = colon < 0 ? "" : text.substring(colon);
        return image.path("newName").asText(name)
                + (image.has("newTag") ? ":" + image.path("newTag").asText() : tag);
    }
}
