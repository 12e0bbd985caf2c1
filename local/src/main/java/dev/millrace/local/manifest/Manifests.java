package dev.millrace.local.manifest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Reads objects from files. */
public final class Manifests {
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final List<String> ENDINGS = List.of(".yaml", ".yml", ".json");

    private Manifests() {}

    /**
     * The objects of a file, or of the YAML and JSON files right in a folder, in the order of their names. What a List holds counts, not the List.
     *
     * @throws IOException if a file cannot be read or holds something else, with a sentence for a user
     */
    public static List<Manifest> read(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            return file(path);
        }
        List<Path> files;
        try (Stream<Path> entries = Files.list(path)) {
            files = entries.filter(Manifests::isManifest).sorted().toList();
        }
        List<Manifest> manifests = new ArrayList<>();
        for (Path file : files) {
            manifests.addAll(file(file));
        }
        return manifests;
    }

    /** The documents of a file as they are; those that are empty are left out. */
    static List<ObjectNode> documents(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IOException(file + " does not exist.");
        }
        List<ObjectNode> documents = new ArrayList<>();
        try (MappingIterator<JsonNode> nodes = YAML.readerFor(JsonNode.class).readValues(file.toFile())) {
            while (nodes.hasNextValue()) {
                JsonNode node = nodes.nextValue();
                if (node instanceof ObjectNode object) {
                    documents.add(object);
                } else if (node != null && !node.isNull() && !node.isMissingNode()) {
                    throw new IOException(file + ": each document must be an object with apiVersion and kind.");
                }
            }
        } catch (JsonProcessingException e) {
            throw new IOException(
                    "%s, line %d: %s"
                            .formatted(
                                    file,
                                    e.getLocation() == null
                                            ? 1
                                            : e.getLocation().getLineNr(),
                                    e.getOriginalMessage()),
                    e);
        }
        return documents;
    }

    private static List<Manifest> file(Path file) throws IOException {
        List<Manifest> manifests = new ArrayList<>();
        for (ObjectNode document : documents(file)) {
            if (document.path("kind").asText().equals("List")) {
                for (JsonNode item : document.path("items")) {
                    manifests.add(new Manifest(file, object(file, item)));
                }
            } else {
                manifests.add(new Manifest(file, object(file, document)));
            }
        }
        return manifests;
    }

    private static ObjectNode object(Path file, JsonNode node) throws IOException {
        for (String required : List.of("/apiVersion", "/kind", "/metadata/name")) {
            if (node.at(required).asText().isEmpty()) {
                throw new IOException("%s: an object has no %s."
                        .formatted(file, required.substring(1).replace('/', '.')));
            }
        }
        return (ObjectNode) node;
    }

    private static boolean isManifest(Path file) {
        String name = String.valueOf(file.getFileName());
        return Files.isRegularFile(file) && ENDINGS.stream().anyMatch(name::endsWith);
    }
}
