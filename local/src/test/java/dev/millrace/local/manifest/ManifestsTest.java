package dev.millrace.local.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ManifestsTest {
    @TempDir
    private Path folder;

    @Test
    void readsAFolderInTheOrderOfItsFiles() throws IOException {
        Files.writeString(
                folder.resolve("b.yaml"),
                "---\n# nothing\n---\napiVersion: v1\nkind: Secret\nmetadata: {name: one}\n---\napiVersion: v1\nkind: Secret\nmetadata: {name: two}\n");
        Files.writeString(folder.resolve("a.json"), """
                {"apiVersion": "v1", "kind": "List", "items": [{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "zero"}}]}""");
        Files.writeString(folder.resolve("README.md"), "# not YAML");
        Files.createDirectory(folder.resolve("more.yaml"));

        List<Manifest> manifests = Manifests.read(folder);

        assertThat(manifests)
                .extracting(manifest -> manifest.kind() + " " + manifest.name())
                .containsExactly("ConfigMap zero", "Secret one", "Secret two");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "kind: [ | line 2",
                "- just a list | each document must be an object with apiVersion and kind.",
                "{kind: Secret, metadata: {name: a}} | an object has no apiVersion.",
                "{apiVersion: v1, kind: Secret} | an object has no metadata.name.",
            })
    void saysWhatIsWrongAndWhere(String text, String message) throws IOException {
        Path file = Files.writeString(folder.resolve("bad.yaml"), text + "\n");

        assertThatThrownBy(() -> Manifests.read(folder))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining(message);
    }
}
