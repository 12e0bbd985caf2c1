package dev.millrace.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.store.s3.S3Server;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A namespace whose store an administrator put into a bucket, beside others with a claim. */
class S3StoreIT {
    private static final String NAMESPACE = "millrace-e2e-s3-store";
    private static final Duration SOON = Duration.ofMinutes(4);
    private static ObjectServer objects;
    private static Workspace workspace;
    private static Kubectl kubectl;

    @BeforeAll
    static void open() {
        objects = ObjectServer.start(NAMESPACE, "models");
        workspace = Workspace.withoutStore(NAMESPACE);
        kubectl = workspace.kubectl();
    }

    @AfterAll
    static void close() {
        if (workspace != null) {
            workspace.close();
        }
        if (objects != null) {
            objects.close();
        }
    }

    @Test
    void allThatIsMadeLiesInTheBucketIsServedFromThereAndGoesAfterItsObjects() {
        String rows = IntStream.range(0, 400)
                .mapToObj(row -> row + "," + (40 + row % 60) + "," + (50_000 + row % 60 * 1_000))
                .collect(Collectors.joining("\n", "id,area,price\n", "\n"));
        kubectl.runWithInput(rows, "create", "configmap", "rows", "--from-file=rows.csv=/dev/stdin");
        kubectl.apply("""
                apiVersion: millrace.dev/v1alpha1
                kind: DatasetVersion
                metadata: {name: houses}
                spec:
                  source: {configMap: {name: rows, key: rows.csv}}
                  columns: [{name: price, role: label}, {name: id, role: key}]
                ---
                apiVersion: millrace.dev/v1alpha1
                kind: TrainingRun
                metadata: {name: houses}
                spec:
                  dataset: {name: houses}
                  model: {task: regression, layers: [{type: dense, units: 4}]}
                  hyperparameters: {epochs: 3}
                ---
                apiVersion: millrace.dev/v1alpha1
                kind: ModelDeployment
                metadata: {name: houses}
                spec:
                  model: {trainingRun: {name: houses}}
                  replicas: 1
                """);

        JsonNode waiting = kubectl.await("datasetversion", "houses", SOON, version -> version.at("/status/message")
                .asText()
                .contains("millrace-store"));
        assertThat(waiting.at("/status/message").asText()).contains("not found").contains("create it");
        ObjectServer.createSecret(kubectl, "millrace-store");
        JsonNode version = kubectl.await("datasetversion", "houses", SOON, Kubectl.phase("Ready"));
        kubectl.await("modeldeployment", "houses", SOON, Kubectl.condition("Ready", "True"));
        JsonNode run = kubectl.get("trainingrun", "houses");

        String root = "s3://models/millrace/namespaces/" + NAMESPACE + "/";
        assertThat(version.at("/status/location").asText()).startsWith(root);
        assertThat(run.at("/status/model/uri").asText()).startsWith(root);
        List<String> keys = objects.server().keys("models");
        assertThat(keys).allMatch(key -> key.startsWith("millrace/namespaces/" + NAMESPACE));
        assertThat(keys)
                .anyMatch(key -> key.contains("/blobs/sha256/"))
                .anyMatch(key -> key.matches(".*/runs/[0-9a-f]{64}/report.json"));
        try (ServedModel model = ServedModel.reach(kubectl, "houses")) {
            JsonNode answer = model.infer("""
                    {"inputs": [{"name": "area", "datatype": "FP64", "shape": [1], "data": [70]}]}
                    """);
            assertThat(answer.at("/parameters/model_digest")).isEqualTo(run.at("/status/model/digest"));
        }
        Exposure.of(kubectl).doesNotContainSecret(S3Server.KEYS.secretAccessKey());

        objects.server().age("models");
        kubectl.run("delete", "modeldeployment,trainingrun,datasetversion", "houses");
        JsonNode collected = kubectl.awaitAny(
                "event",
                "",
                SOON,
                event -> event.path("reason").asText().equals("Collected")
                        && !event.path("message").asText().startsWith("freed 0 bytes"));
        assertThat(collected.path("message").asText()).contains("0 blobs are live");
        assertThat(objects.server().keys("models")).noneMatch(key -> key.contains("/blobs/"));
    }
}
