package dev.millrace.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A version says what changed since its parent, and one that moved too far is stopped. */
class DiffIT {
    private static final int ROWS = 1_000;
    private static final Duration INGEST = Duration.ofMinutes(2);

    private static Workspace workspace;
    private static Kubectl kubectl;

    @BeforeAll
    static void ingestTheParent() {
        workspace = Workspace.create("millrace-e2e-diff");
        kubectl = workspace.kubectl();
        rows("first", 0, ROWS, row -> row + "," + (40 + row % 60) + "," + (row % 4 == 0 ? "Grvl" : "Pave"));
        version("first", "tests: [{name: enough, minRows: 10}]");
        kubectl.await("datasetversion", "first", INGEST, Kubectl.phase("Ready"));
    }

    @AfterAll
    static void remove() {
        workspace.close();
    }

    private static void rows(String name, int from, int to, IntFunction<String> row) {
        String csv =
                IntStream.range(from, to).mapToObj(row).collect(Collectors.joining("\n", "id,area,street\n", "\n"));
        kubectl.runWithInput(csv, "create", "configmap", name, "--from-file=rows.csv=/dev/stdin");
    }

    private static void version(String name, String more) {
        kubectl.apply("""
                apiVersion: millrace.dev/v1alpha1
                kind: DatasetVersion
                metadata: {name: %s}
                spec:
                  source: {configMap: {name: %s, key: rows.csv}}
                  columns: [{name: id, role: key}]
                  %s
                """.formatted(name, name, more));
    }

    @Test
    void rowsAddedRemovedAndChangedAreCountedByKey() {
        rows(
                "edited",
                3,
                ROWS + 5,
                row -> row + "," + (row == 7 ? 999 : 40 + row % 60) + "," + (row % 4 == 0 ? "Grvl" : "Pave"));
        version("edited", "parent: {name: first}\n  tests: [{name: stable, column: '*', maxDrift: 0.25}]");

        JsonNode version = kubectl.await("datasetversion", "edited", INGEST, Kubectl.phase("Ready"));

        assertThat(version.at("/status/diff").toString())
                .isEqualTo("{\"parent\":\"first\",\"rowsAdded\":5,\"rowsChanged\":1,\"rowsRemoved\":3}");
        assertThat(kubectl.run("get", "datasetversion", "edited")).contains("+ROWS", "-ROWS");
    }

    @Test
    void aVersionThatMovedTooFarIsStopped() {
        rows("moved", 0, ROWS, row -> row + "," + (90 + row % 60) + ",Pave");
        version("moved", "parent: {name: first}\n  tests: [{name: stable, column: '*', maxDrift: 0.25}]");

        JsonNode version = kubectl.await("datasetversion", "moved", INGEST, Kubectl.phase("Failed"));

        assertThat(version.at("/status/tests/failures").findValuesAsText("column"))
                .containsExactly("area", "street");
        assertThat(version.at("/status/diff/drifted").findValuesAsText("column"))
                .containsExactlyInAnyOrder("area", "street");
        assertThat(version.at("/status/diff/rowsChanged").asInt()).isEqualTo(ROWS);
    }
}
