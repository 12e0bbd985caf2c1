package dev.millrace.local.manifest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;

/**
 * An object that somebody wrote down.
 *
 * @param file where
 * @param object with apiVersion, kind and name
 */
public record Manifest(Path file, ObjectNode object) {
    public String kind() {
        return object.path("kind").asText();
    }

    public String name() {
        return object.at("/metadata/name").asText();
    }
}
