package dev.millrace.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A spec says which rows train, and what it says cannot be misread. */
class SplitsIT {
    private static final int ROWS = 1_000;
    private static final Duration INGEST = Duration.ofMinutes(2);
    private static final Duration TRAINING = Duration.ofMinutes(3);

    private static Workspace workspace;
    private static Kubectl kubectl;

    @BeforeAll
    static void giveRows() {
        workspace = Workspace.create("millrace-e2e-splits");
        kubectl = workspace.kubectl();
        String csv = IntStream.range(0, ROWS)
                .mapToObj(row -> (ROWS - row) + "," + (row % 5 == 0 ? "test" : row % 5 == 1 ? "validation" : "train")
                        + "," + row % 60 + "," + row % 7)
                .collect(Collectors.joining("\n", "day,part,area,price\n", "\n"));
        kubectl.runWithInput(csv, "create", "configmap", "rows", "--from-file=rows.csv=/dev/stdin");
    }

    @AfterAll
    static void remove() {
        workspace.close();
    }

    private static String version(String name, String columns, String split) {
        return """
                apiVersion: millrace.dev/v1alpha1
                kind: DatasetVersion
                metadata: {name: %s}
                spec:
                  source: {configMap: {name: rows, key: rows.csv}}
                  columns: [{name: price, role: label}, %s]
                  split: %s
                """.formatted(name, columns, split);
    }

    @Test
    void rowsAreSplitByTimeWhereTheyHaveOne() {
        kubectl.apply(version(
                "by-time",
                "{name: day, role: time}, {name: part, role: ignore}",
                "{fractions: {train: 0.6, validation: 0.3, test: 0.1}}"));

        JsonNode version = kubectl.await("datasetversion", "by-time", INGEST, Kubectl.phase("Ready"));

        assertThat(version.at("/status/splits").toString())
                .isEqualTo("{\"test\":100,\"train\":600,\"unlabelled\":0,\"validation\":300}");
    }

    private static String run(String name) {
        return """
                apiVersion: millrace.dev/v1alpha1
                kind: TrainingRun
                metadata: {name: %1$s}
                spec:
                  dataset: {name: %1$s}
                  model: {task: regression, layers: [{type: dense, units: 4, activation: relu}]}
                  hyperparameters: {epochs: 3}
                """.formatted(name);
    }

    @Test
    void aColumnNamesTheSplit() {
        kubectl.apply(version("by-column", "{name: part, role: ignore}", "{by: column, columns: [part]}"));

        JsonNode version = kubectl.await("datasetversion", "by-column", INGEST, Kubectl.phase("Ready"));

        assertThat(version.at("/status/splits").toString())
                .isEqualTo("{\"test\":200,\"train\":600,\"unlabelled\":0,\"validation\":200}");

        kubectl.apply(run("by-column"));

        JsonNode run = kubectl.await("trainingrun", "by-column", TRAINING, Kubectl.phase("Succeeded"));
        assertThat(run.at("/status/metrics/test/rmse").asDouble()).isPositive();
    }
}
