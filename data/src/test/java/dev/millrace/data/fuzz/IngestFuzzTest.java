package dev.millrace.data.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What fuzzing starts from, and what it once found. */
class IngestFuzzTest {
    /** In parallel: most of a case's time is waiting for the disk. */
    @Test
    void everyCaseEndsWithAVersionOrAClearRefusal() throws IOException {
        List<Path> cases;
        try (Stream<Path> files = Files.list(corpus())) {
            cases = files.sorted().toList();
        }
        assertThat(cases).hasSizeGreaterThan(60);

        List<String> problems =
                cases.parallelStream().flatMap(file -> problem(file).stream()).toList();

        assertThat(problems).isEmpty();
    }

    private static Optional<String> problem(Path file) {
        try {
            IngestFuzz.fuzzerTestOneInput(Files.readAllBytes(file));
            return Optional.empty();
        } catch (IOException | RuntimeException | AssertionError e) {
            return Optional.of(file.getFileName() + ": " + e);
        }
    }

    private static Path corpus() {
        try {
            return Path.of(Objects.requireNonNull(IngestFuzzTest.class.getResource("corpus"))
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
