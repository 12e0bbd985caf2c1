package dev.millrace.local.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is drawn of objects, and what it is held for: {@code in-*.yaml} becomes {@code out-*.txt}. */
class SceneTest {
    private static final Path FOLDER = Path.of("src/test/resources/dev/millrace/local/demo");
    private static final Instant START = Instant.parse("2026-01-01T12:00:00Z");
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    @ParameterizedTest
    @MethodSource("names")
    void isDrawnAsInTheGoldenFile(String name) throws IOException {
        JsonNode input = YAML.readTree(Files.readString(FOLDER.resolve("in-" + name + ".yaml")));
        Scene scene = Scene.of(
                list(input.path("objects")),
                roots(input),
                deployment ->
                        Optional.ofNullable(input.at("/urls/" + deployment).textValue()));

        assertThat(drawn(scene, Instant.parse(input.path("now").asText())))
                .isEqualTo(Files.readString(FOLDER.resolve("out-" + name + ".txt")));
    }

    static List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .filter(file -> file.startsWith("in-"))
                    .map(file -> file.substring("in-".length(), file.length() - ".yaml".length()))
                    .sorted()
                    .toList();
        }
    }

    private static String drawn(Scene scene, Instant now) {
        StringBuilder text = new StringBuilder();
        Drawing.in(StandardCharsets.UTF_8).lines(scene.standings(), START, now).forEach(line -> text.append(line)
                .append('\n'));
        if (scene.reached()) {
            return text.append("reached\n").toString();
        }
        return scene.broken()
                .map(standing -> text.append("broken\n")
                        .append(WayOut.of(standing, Path.of("examples", "own")))
                        .append('\n'))
                .orElseGet(() -> text.append("under way\n"))
                .toString();
    }

    private static List<ObjectName> roots(JsonNode input) {
        return list(input.path("roots")).stream()
                .map(root -> new ObjectName(
                        root.path("kind").asText(), root.path("name").asText()))
                .toList();
    }

    private static List<JsonNode> list(JsonNode array) {
        return array.valueStream().toList();
    }
}
