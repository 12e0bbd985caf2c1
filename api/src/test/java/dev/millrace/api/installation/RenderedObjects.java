package dev.millrace.api.installation;

import static org.junit.jupiter.api.Assumptions.abort;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What a command prints: objects by kind and name. */
final class RenderedObjects {
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final Path ROOT = Path.of("..");

    private RenderedObjects() {}

    /** Skips the test where the program is not there. */
    static Map<String, JsonNode> of(String... command) {
        Result result = run(command);
        if (result.code() != 0) {
            throw new AssertionError(String.join(" ", command) + ": " + result.errors());
        }
        Map<String, JsonNode> objects = new TreeMap<>();
        try (MappingIterator<JsonNode> documents =
                YAML.readerFor(JsonNode.class).readValues(result.output())) {
            documents.forEachRemaining(document -> {
                if (document instanceof ObjectNode object) {
                    String key = object.at("/kind").asText() + " "
                            + object.at("/metadata/namespace").asText() + "/"
                            + object.at("/metadata/name").asText();
                    if (objects.put(key, object) != null) {
                        throw new AssertionError(key + " is rendered twice");
                    }
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return objects;
    }

    /** How a command ended. */
    record Result(int code, String output, String errors) {}

    static Result run(String... command) {
        String program = command[0];
        if (!program.contains("/") && !onPath(program)) {
            abort("needs " + program + " on the PATH");
        }
        try {
            Path errors = Files.createTempFile("errors", ".txt");
            try {
                Process process = new ProcessBuilder(List.of(command))
                        .directory(ROOT.toFile())
                        .redirectError(errors.toFile())
                        .start();
                String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                return new Result(process.waitFor(), output, Files.readString(errors));
            } finally {
                Files.delete(errors);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static boolean onPath(String program) {
        return Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }
}
