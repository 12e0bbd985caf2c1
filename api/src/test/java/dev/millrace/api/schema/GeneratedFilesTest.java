package dev.millrace.api.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    @ParameterizedTest
    @ValueSource(strings = {"crds", "helm/millrace/files/crds"})
    void nothingElseLiesAmongThem(String folder) throws IOException {
        Set<String> there = new TreeSet<>();
        try (Stream<Path> files = Files.list(ROOT.resolve(folder))) {
            files.forEach(file -> there.add(folder + "/" + file.getFileName()));
        }
        Set<String> expected = new TreeSet<>(GeneratedFiles.byPath().keySet());
        expected.removeIf(path -> !path.startsWith(folder));
        assertThat(there).isEqualTo(expected);
    }
}
