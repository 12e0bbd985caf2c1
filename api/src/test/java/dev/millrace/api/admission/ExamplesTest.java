package dev.millrace.api.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.dsl.FieldValidateable.Validation;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What people copy is accepted by the API server, and nothing in it is unknown. */
class ExamplesTest {
    @RegisterExtension
    private static final ScratchGroup GROUP = new ScratchGroup();

    private static final Path ROOT = Path.of("..");
    /** kubectl apply writes the object once more into an annotation, of which all together have at most 256 KiB. */
    private static final long ANNOTATIONS = 256 << 10;

    @TestFactory
    Stream<DynamicTest> isAccepted() throws IOException {
        List<Path> files = files();
        assertThat(files).hasSizeGreaterThan(5);
        return files.stream()
                .map(file -> dynamicTest(ROOT.relativize(file).toString(), () -> assertThatCode(
                                () -> documents(file).forEach(document -> GROUP.scratch(document)
                                        .dryRun()
                                        .fieldValidation(Validation.STRICT)
                                        .create()))
                        .doesNotThrowAnyException()));
    }

    private static List<Path> files() throws IOException {
        try (Stream<Path> examples = Files.walk(ROOT.resolve("examples"));
                Stream<Path> samples = Files.walk(ROOT.resolve("config/samples"))) {
            return Stream.concat(examples, samples)
                    .filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        }
    }

    private static Stream<GenericKubernetesResource> documents(Path file) {
        try {
            assertThat(Files.size(file)).isLessThan(ANNOTATIONS);
            return Stream.of(Files.readString(file).split("\n---\n"))
                    .map(document -> Serialization.unmarshal(document, GenericKubernetesResource.class));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
