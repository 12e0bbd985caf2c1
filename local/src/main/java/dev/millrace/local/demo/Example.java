package dev.millrace.local.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.local.manifest.Manifest;
import dev.millrace.local.manifest.Manifests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a user wants to see at work: a folder of manifests and, beside them, what to ask the model.
 *
 * @param folder of all of it
 * @param request the body of an inference request
 */
record Example(Path folder, List<Manifest> manifests, Optional<JsonNode> request) {
    /** A row may hold the label, too: it is what the prediction is held against. */
    static final String REQUEST = "request.json";

    private static final Set<String> KINDS = Set.of("DatasetVersion", "TrainingRun", "ModelDeployment", "Pipeline");

    /**
     * Reads a folder as {@code kubectl apply -f} does.
     *
     * @throws IOException if there is nothing of Millrace's in it, with a sentence for a user
     */
    static Example read(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new IOException(folder + " is no folder: EXAMPLE is a folder of YAML, such as examples/churn.");
        }
        List<Manifest> manifests = Manifests.read(folder);
        Example example = new Example(folder, manifests, request(folder.resolve(REQUEST)));
        if (example.roots().isEmpty()) {
            throw new IOException(
                    folder + " has no Pipeline, DatasetVersion, TrainingRun or ModelDeployment in its YAML files.");
        }
        return example;
    }

    /** The objects of Millrace's kinds that were written down. */
    List<ObjectName> roots() {
        return manifests.stream()
                .map(manifest -> new ObjectName(manifest.kind(), manifest.name()))
                .filter(name -> KINDS.contains(name.kind()))
                .toList();
    }

    private static Optional<JsonNode> request(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(new ObjectMapper().readTree(file.toFile()));
        } catch (JsonProcessingException e) {
            throw new IOException(
                    "%s, line %d: %s".formatted(file, e.getLocation().getLineNr(), e.getOriginalMessage()), e);
        }
    }
}
