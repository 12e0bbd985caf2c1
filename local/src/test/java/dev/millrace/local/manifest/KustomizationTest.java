package dev.millrace.local.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KustomizationTest {
    private static final Path INSTALLATION = Path.of("..", "config", "default");

    @TempDir
    private Path folder;

    /** Needs kubectl, and no cluster. */
    @Test
    void rendersTheInstallationAsKubectlDoes() throws IOException, InterruptedException {
        assumeTrue(onPath("kubectl"), "needs kubectl on the PATH");
        Process kubectl = new ProcessBuilder("kubectl", "kustomize", INSTALLATION.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        Path file = folder.resolve("rendered.yaml");
        Files.writeString(file, new String(kubectl.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        assertThat(kubectl.waitFor()).isZero();

        assertThat(byName(Kustomization.render(INSTALLATION)))
                .hasSizeGreaterThan(10)
                .isEqualTo(byName(Manifests.read(file)));
    }

    @Test
    void renamesImagesAndLabelsTemplates() throws IOException {
        Files.writeString(folder.resolve("kustomization.yaml"), """
                resources: [deployment.yaml]
                labels: [{pairs: {team: a}, includeTemplates: true}]
                images: [{name: millrace/operator, newName: registry.example/operator, newTag: 1.2.3}]
                """);
        Files.writeString(folder.resolve("deployment.yaml"), """
                {apiVersion: apps/v1, kind: Deployment, metadata: {name: a},
                 spec: {template: {spec: {containers: [{image: "millrace/operator:0.1.0"}, {image: "millrace/operator-b:1"}]}}}}
                """);

        List<Manifest> rendered = Kustomization.render(folder);

        assertThat(rendered).hasSize(1);
        JsonNode object = rendered.get(0).object();
        assertThat(object.at("/metadata/labels/team").asText()).isEqualTo("a");
        assertThat(object.at("/spec/template/metadata/labels/team").asText()).isEqualTo("a");
        assertThat(object.at("/spec/template/spec/containers").findValuesAsText("image"))
                .containsExactly("registry.example/operator:1.2.3", "millrace/operator-b:1");
    }

    @Test
    void refusesWhatItDoesNotKnow() throws IOException {
        Files.writeString(folder.resolve("kustomization.yaml"), "namePrefix: my-\n");

        assertThatThrownBy(() -> Kustomization.render(folder))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("namePrefix is not known here");
    }

    private static Map<String, JsonNode> byName(List<Manifest> manifests) {
        Map<String, JsonNode> objects = new TreeMap<>();
        manifests.forEach(manifest -> objects.put(manifest.kind() + " " + manifest.name(), manifest.object()));
        return objects;
    }

    private static boolean onPath(String program) {
        return Stream.of(System.getenv("PATH").split(":")).anyMatch(path -> Files.isExecutable(Path.of(path, program)));
    }
}
