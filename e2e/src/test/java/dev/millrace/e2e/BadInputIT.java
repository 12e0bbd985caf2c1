package dev.millrace.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is wrong is refused with a sentence that names it, in the status of the object that a person looks at. */
class BadInputIT {
    private static final String ROWS =
            "rooms,street,price\n2,Pave,100\n3,Grvl,150\n-8,Pave,90\n4,Pave,210\n1,Grvl,60\n5,Pave,250\n";
    private static Workspace workspace;
    private static Kubectl kubectl;

    @BeforeAll
    static void trainOnce() {
        workspace = Workspace.create("millrace-e2e-bad-input");
        kubectl = workspace.kubectl();
        kubectl.apply(Workspace.example("house-prices"));
        kubectl.runWithInput(ROWS, "create", "configmap", "rows", "--from-file=rows.csv=/dev/stdin");
        kubectl.await("modeldeployment", "house-prices", Duration.ofMinutes(8), Kubectl.condition("Ready", "True"));
    }

    @AfterAll
    static void remove() {
        workspace.close();
    }

    @Test
    void minusEightBedroomsStopTheVersionAndWhatWouldTrainOnIt() {
        kubectl.apply("""
                apiVersion: millrace.dev/v1alpha1
                kind: DatasetVersion
                metadata: {name: minus-eight}
                spec:
                  source: {configMap: {name: rows, key: rows.csv}}
                  columns: [{name: price, role: label}]
                  tests: [{name: rooms, column: rooms, min: 0, max: 20}]
                ---
                apiVersion: millrace.dev/v1alpha1
                kind: TrainingRun
                metadata: {name: on-minus-eight}
                spec:
                  dataset: {name: minus-eight}
                  model: {task: regression, layers: [{type: dense, units: 4}]}
                """);

        JsonNode version =
                kubectl.await("datasetversion", "minus-eight", Duration.ofMinutes(4), Kubectl.phase("Failed"));
        JsonNode run = kubectl.await(
                "trainingrun", "on-minus-eight", Duration.ofMinutes(3), Kubectl.condition("Stalled", "True"));

        assertThat(version.at("/status/tests/failures/0/name").asText()).isEqualTo("rooms");
        assertThat(version.at("/status/tests/failures/0/examples").toString()).contains("-8");
        assertThat(run.at("/status/message").asText()).contains("minus-eight");
    }

    @Test
    void aServerInsideIsNoSource() {
        kubectl.apply("""
                apiVersion: millrace.dev/v1alpha1
                kind: DatasetVersion
                metadata: {name: from-inside}
                spec:
                  source:
                    http:
                      url: http://169.254.169.254/latest/rows.csv
                      sha256: "0000000000000000000000000000000000000000000000000000000000000000"
                """);

        JsonNode version =
                kubectl.await("datasetversion", "from-inside", Duration.ofMinutes(4), Kubectl.phase("Failed"));

        assertThat(version.at("/status/message").asText())
                .contains("169.254.169.254 lies in 169.254.0.0/16, which sources may not be read from");
    }

    @Test
    void jsonLinesAreReadAndACutLineIsNamed() {
        String lines = IntStream.range(0, 100)
                .mapToObj("{\"rooms\": %d, \"street\": \"Pave\"}\n"::formatted)
                .collect(Collectors.joining());
        kubectl.runWithInput(lines, "create", "configmap", "lines", "--from-file=rows.jsonl=/dev/stdin");
        kubectl.runWithInput(
                lines.replace("99, \"street\": \"Pave\"}", "99, \"street\": \"Pave\""),
                "create",
                "configmap",
                "cut",
                "--from-file=rows.jsonl=/dev/stdin");
        kubectl.apply("""
                apiVersion: millrace.dev/v1alpha1
                kind: DatasetVersion
                metadata: {name: lines}
                spec:
                  source: {configMap: {name: lines, key: rows.jsonl}}
                ---
                apiVersion: millrace.dev/v1alpha1
                kind: DatasetVersion
                metadata: {name: cut}
                spec:
                  source: {configMap: {name: cut, key: rows.jsonl}}
                """);

        JsonNode lined = kubectl.await("datasetversion", "lines", Duration.ofMinutes(4), Kubectl.phase("Ready"));
        JsonNode cut = kubectl.await("datasetversion", "cut", Duration.ofMinutes(4), Kubectl.phase("Failed"));

        assertThat(lined.at("/status/rows").asInt()).isEqualTo(100);
        assertThat(cut.at("/status/message").asText()).contains("rows.jsonl, line 100, column");
    }

    @Test
    void unknownColumnIsNamedWithTheNearestOne() {
        kubectl.apply("""
                apiVersion: millrace.dev/v1alpha1
                kind: DatasetVersion
                metadata: {name: unknown-column}
                spec:
                  source: {configMap: {name: rows, key: rows.csv}}
                  columns: [{name: prize, role: label}]
                """);

        JsonNode version =
                kubectl.await("datasetversion", "unknown-column", Duration.ofMinutes(4), Kubectl.phase("Failed"));

        assertThat(version.at("/status/conditions").toString())
                .contains("prize")
                .contains("price");
    }

    @Test
    void gpuThatNoNodeHasIsNamedInTheMessage() {
        kubectl.apply("""
                apiVersion: millrace.dev/v1alpha1
                kind: TrainingRun
                metadata: {name: too-many-gpus}
                spec:
                  dataset: {name: house-prices-1-data}
                  model: {task: regression, layers: [{type: dense, units: 4}]}
                  resources: {limits: {nvidia.com/gpu: 64}}
                """);

        JsonNode run = kubectl.await(
                "trainingrun", "too-many-gpus", Duration.ofMinutes(3), object -> object.at("/status/message")
                        .asText()
                        .contains("nvidia.com/gpu"));

        assertThat(run.at("/status/phase").asText()).isEqualTo("Pending");
        kubectl.run("delete", "trainingrun", "too-many-gpus");
    }

    @Test
    void corruptedBytesAreNamedAndNeverTrainedOn() {
        kubectl.apply("""
                apiVersion: millrace.dev/v1alpha1
                kind: DatasetVersion
                metadata: {name: corrupted}
                spec:
                  source: {configMap: {name: house-prices, key: house-prices.csv.zst}}
                  columns: [{name: Sale_Price, role: label}, {name: Street, role: ignore}]
                """);
        kubectl.await("datasetversion", "corrupted", Duration.ofMinutes(4), Kubectl.phase("Ready"));
        try {
            changeAByteInEveryBlob();
            kubectl.apply("""
                    apiVersion: millrace.dev/v1alpha1
                    kind: TrainingRun
                    metadata: {name: on-corrupted}
                    spec:
                      dataset: {name: corrupted}
                      model: {task: regression, layers: [{type: dense, units: 4}]}
                    """);

            JsonNode run = kubectl.await("trainingrun", "on-corrupted", Duration.ofMinutes(4), Kubectl.phase("Failed"));

            assertThat(run.at("/status/message").asText()).contains("sha256:").containsIgnoringCase("corrupt");
        } finally {
            changeAByteInEveryBlob();
        }
    }

    @Test
    void requestWithAWrongTypeIsRefusedByName() throws IOException {
        String request = Files.readString(Workspace.example("house-prices").resolve("request.json"));
        assertThat(request).contains("Gr_Liv_Area");
        try (ServedModel model = ServedModel.reach(kubectl, "house-prices")) {
            var response = model.post("""
                    {"inputs": [{"name": "rows", "datatype": "BYTES", "shape": [1, 1], "data": ["{\\"Gr_Liv_Area\\": \\"big\\"}"]}]}
                    """);

            assertThat(response.statusCode()).isEqualTo(400);
            assertThat(response.body()).contains("Gr_Liv_Area");
        }
    }

    /** Flips a bit in the first byte of each blob; done twice, all is as before. */
    private static void changeAByteInEveryBlob() {
        kubectl.apply("""
                apiVersion: v1
                kind: Pod
                metadata: {name: corruption}
                spec:
                  restartPolicy: Never
                  containers:
                    - name: corruption
                      image: %s
                      command:
                        - sh
                        - -c
                        - |
                          find /store/blobs -type f | while read -r blob; do
                            old=$(od -An -tu1 -N1 "$blob"); new=$(( (old + 128) %% 256 ))
                            chmod u+w "$blob"
                            printf "\\\\$(printf %%o $new)" | dd of="$blob" bs=1 count=1 conv=notrunc 2>/dev/null
                          done
                      securityContext: {runAsUser: 0}
                      volumeMounts: [{name: store, mountPath: /store}]
                  volumes: [{name: store, persistentVolumeClaim: {claimName: millrace-store}}]
                """.formatted(System.getProperty("trainer.image")));
        kubectl.await("pod", "corruption", Duration.ofMinutes(3), Kubectl.phase("Succeeded"));
        kubectl.run("delete", "pod", "corruption");
    }
}
