package dev.millrace.api.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The generated files in the repository are what the records say. */
class GeneratedFilesTest {
    private static final Path ROOT = Path.of("..");

    @TestFactory
    Stream<DynamicTest> isCurrent() {
        return GeneratedFiles.byPath().entrySet().stream()
                .map(file -> DynamicTest.dynamicTest(file.getKey(), () -> assertThat(ROOT.resolve(file.getKey()))
                        .as("stale: run `make generate` and commit %s", file.getKey())
                        .isRegularFile()
                        .hasContent(file.getValue())));
    }

    @Test
    void nothingElseLiesAmongThem() throws IOException {
        Set<String> there = new TreeSet<>();
        try (Stream<Path> files = Files.list(ROOT.resolve("crds"))) {
            files.forEach(file -> there.add("crds/" + file.getFileName()));
        }
        Set<String> expected = new TreeSet<>(GeneratedFiles.byPath().keySet());
        expected.removeIf(path -> !path.startsWith("crds/"));
        assertThat(there).isEqualTo(expected);
    }
}
