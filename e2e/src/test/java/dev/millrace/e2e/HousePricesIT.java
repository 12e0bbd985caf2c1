package dev.millrace.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** From one folder of YAML to a prediction. */
class HousePricesIT {
    private static final String NAME = "house-prices";
    private static Workspace workspace;
    private static Kubectl kubectl;
    private static Duration untilServed;

    @BeforeAll
    static void applyTheExample() {
        workspace = Workspace.create("millrace-e2e-houses");
        kubectl = workspace.kubectl();
        Instant start = Instant.now();
        kubectl.apply(Workspace.example(NAME));
        kubectl.await("modeldeployment", NAME, Duration.ofMinutes(8), Kubectl.condition("Ready", "True"));
        untilServed = Duration.between(start, Instant.now());
        System.out.printf("house-prices: served after %.1f s%n", untilServed.toMillis() / 1000.0);
    }

    @AfterAll
    static void remove() {
        workspace.close();
    }

    @Test
    void servesWithinNinetySeconds() {
        assertThat(untilServed).isLessThan(Duration.ofSeconds(90));
    }

    @Test
    void datasetVersionIsReadyTestedAndSplit() {
        JsonNode status = kubectl.get("datasetversion", NAME + "-1-data").get("status");

        assertThat(status.at("/phase").asText()).isEqualTo("Ready");
        assertThat(status.at("/rows").asLong()).isEqualTo(2930);
        assertThat(status.at("/digest").asText()).startsWith("sha256:");
        assertThat(status.at("/tests/failed").asInt(-1)).isZero();
        assertThat(status.at("/tests/passed").asInt()).isPositive();
        assertThat(status.at("/splits/train").asLong()
                        + status.at("/splits/validation").asLong()
                        + status.at("/splits/test").asLong())
                .isEqualTo(2930);
    }

    @Test
    void modelIsAsGoodAsPromised() {
        JsonNode status = kubectl.get("trainingrun", NAME + "-1-train").get("status");

        assertThat(status.at("/phase").asText()).isEqualTo("Succeeded");
        assertThat(status.at("/metrics/test/rmse").asDouble()).isBetween(10_000.0, 27_000.0);
        assertThat(status.at("/metrics/test/r2").asDouble()).isBetween(0.88, 1.0);
        assertThat(status.at("/model/parity").asDouble()).isLessThanOrEqualTo(1.0);
    }

    @Test
    void lineageLeadsFromTheServedModelToTheRows() {
        JsonNode dataset = kubectl.get("datasetversion", NAME + "-1-data").get("status");
        JsonNode run = kubectl.get("trainingrun", NAME + "-1-train").get("status");
        JsonNode deployment = kubectl.get("modeldeployment", NAME).get("status");

        assertThat(run.at("/lineage/datasetDigest")).isEqualTo(dataset.at("/digest"));
        assertThat(deployment.at("/stable/trainingRun").asText()).isEqualTo(NAME + "-1-train");
        assertThat(deployment.at("/stable/modelDigest")).isEqualTo(run.at("/model/digest"));
        assertThat(deployment.at("/stable/datasetDigest")).isEqualTo(dataset.at("/digest"));
        assertThat(kubectl.run("get", "tr,md", "-o", "wide")).contains(NAME + "-1-data", NAME + "-1-train");
        assertThat(kubectl.run("get", "millrace"))
                .contains("datasetversion", "trainingrun", "modeldeployment", "pipeline");
    }

    @Test
    void answersWithAPriceAndItsModel() throws IOException {
        String request = Files.readString(Workspace.example(NAME).resolve("request.json"));
        try (ServedModel model = ServedModel.reach(kubectl, NAME)) {
            JsonNode answer = model.infer(request);

            JsonNode prediction = output(answer, "prediction");
            assertThat(prediction.at("/data/0").asDouble()).isBetween(50_000.0, 600_000.0);
            assertThat(answer.at("/parameters/model_digest"))
                    .isEqualTo(kubectl.get("trainingrun", NAME + "-1-train").at("/status/model/digest"));
        }
    }

    @Test
    void theSameFilesAgainChangeNothing() {
        JsonNode before = kubectl.get("pipeline", NAME);

        kubectl.apply(Workspace.example(NAME));

        JsonNode after = kubectl.await(
                "pipeline", NAME, Duration.ofSeconds(30), pipeline -> pipeline.at("/status/observedGeneration")
                        .equals(pipeline.at("/metadata/generation")));
        assertThat(after.at("/status/execution/number")).isEqualTo(before.at("/status/execution/number"));
        assertThat(kubectl.list("job", "millrace.dev/pipeline=" + NAME)).hasSize(2);
    }

    @Test
    void podsAreLockedDown() {
        List<JsonNode> pods = kubectl.list("pod", "app.kubernetes.io/managed-by=millrace");

        assertThat(pods).hasSizeGreaterThanOrEqualTo(3).allSatisfy(pod -> {
            assertThat(pod.at("/spec/automountServiceAccountToken").asBoolean(true))
                    .isFalse();
            assertThat(pod.at("/spec/securityContext/runAsNonRoot").asBoolean()).isTrue();
            assertThat(pod.at("/spec/securityContext/seccompProfile/type").asText())
                    .isEqualTo("RuntimeDefault");
            JsonNode container = pod.at("/spec/containers/0");
            assertThat(container.at("/securityContext/readOnlyRootFilesystem").asBoolean())
                    .isTrue();
            assertThat(container.at("/securityContext/allowPrivilegeEscalation").asBoolean(true))
                    .isFalse();
            assertThat(container.at("/resources/limits/memory").asText()).isNotEmpty();
        });
    }

    static JsonNode output(JsonNode answer, String name) {
        for (JsonNode output : answer.at("/outputs")) {
            if (output.path("name").asText().equals(name)) {
                return output;
            }
        }
        throw new AssertionError("no output " + name + " in " + answer);
    }
}
