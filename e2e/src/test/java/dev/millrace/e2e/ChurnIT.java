package dev.millrace.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The second example: two classes, missing values, category columns. */
class ChurnIT {
    private static final String NAME = "churn";

    @Test
    void isTrainedServedAndAnswersWithAClass() throws IOException {
        try (Workspace workspace = Workspace.create("millrace-e2e-churn")) {
            Kubectl kubectl = workspace.kubectl();

            kubectl.apply(Workspace.example(NAME));

            JsonNode deployment =
                    kubectl.await("modeldeployment", NAME, Duration.ofMinutes(8), Kubectl.condition("Ready", "True"));
            JsonNode run = kubectl.get("trainingrun", NAME + "-1-train").get("status");
            JsonNode dataset = kubectl.get("datasetversion", NAME + "-1-data").get("status");
            assertThat(run.at("/metrics/test/auc").asDouble()).isBetween(0.82, 0.95);
            assertThat(run.at("/lineage/datasetDigest")).isEqualTo(dataset.at("/digest"));
            assertThat(deployment.at("/status/stable/modelDigest")).isEqualTo(run.at("/model/digest"));
            try (ServedModel model = ServedModel.reach(kubectl, NAME)) {
                JsonNode answer =
                        model.infer(Files.readString(Workspace.example(NAME).resolve("request.json")));
                assertThat(HousePricesIT.output(answer, "prediction")
                                .at("/data/0")
                                .asText())
                        .isIn("Yes", "No");
                JsonNode probabilities =
                        HousePricesIT.output(answer, "probabilities").at("/data");
                assertThat(probabilities).hasSize(2);
                assertThat(probabilities.get(0).asDouble()
                                + probabilities.get(1).asDouble())
                        .isBetween(0.9999, 1.0001);
            }
        }
    }
}
