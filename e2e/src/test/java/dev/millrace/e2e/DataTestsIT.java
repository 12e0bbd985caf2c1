package dev.millrace.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Tests against another version and against the time, on sensitive columns as well. */
class DataTestsIT {
    private static final Duration SOON = Duration.ofMinutes(4);
    private static Workspace workspace;
    private static Kubectl kubectl;

    @BeforeAll
    static void open() {
        workspace = Workspace.create("millrace-e2e-data-tests");
        kubectl = workspace.kubectl();
        kubectl.runWithInput(
                "name,height\n"
                        + IntStream.range(0, 60)
                                .mapToObj(i -> (i % 2 == 0 ? "Town," : "Village,") + i + "\n")
                                .collect(Collectors.joining()),
                "create",
                "configmap",
                "towns",
                "--from-file=towns.csv=/dev/stdin");
        kubectl.runWithInput(
                "town,sold,owner,price\n"
                        + IntStream.range(0, 60)
                                .mapToObj(i -> (i % 2 == 0 ? "Town" : "Village") + ",2024-03-01,Zebedee," + i + "\n")
                                .collect(Collectors.joining())
                        + "Hamlet,2024-03-03,Zebedee,60\n",
                "create",
                "configmap",
                "houses",
                "--from-file=houses.csv=/dev/stdin");
        kubectl.apply("""
                apiVersion: millrace.dev/v1alpha1
                kind: DatasetVersion
                metadata: {name: houses}
                spec:
                  source: {configMap: {name: houses, key: houses.csv}}
                  columns: [{name: owner, role: ignore, sensitive: true}]
                  split: {by: hash, fractions: {train: 0.6, validation: 0.2, test: 0.2}}
                  tests:
                    - {name: towns, column: town, references: {dataset: {name: towns}, column: name}}
                    - {name: fresh, column: sold, maxAge: 48h}
                    - {name: owners, column: owner, pattern: "[A-M].*"}
                """);
    }

    @AfterAll
    static void remove() {
        workspace.close();
    }

    @Test
    void aVersionWaitsForWhatItsTestsReferToAndIsHeldAgainstIt() {
        kubectl.await("datasetversion", "houses", SOON, version -> version.at("/status/message")
                .asText()
                .contains("'towns'"));
        kubectl.apply("""
                apiVersion: millrace.dev/v1alpha1
                kind: DatasetVersion
                metadata: {name: towns}
                spec:
                  source: {configMap: {name: towns, key: towns.csv}}
                  split: {fractions: {train: 0.6, validation: 0.2, test: 0.2}}
                """);

        JsonNode houses = kubectl.await("datasetversion", "houses", SOON, Kubectl.phase("Failed"));

        assertThat(houses.at("/status/tests/failed").asInt()).isEqualTo(3);
        assertThat(houses.at("/status/tests/failures").findValuesAsText("observed"))
                .anySatisfy(observed -> assertThat(observed).isEqualTo("1 row has a value that is not there"))
                .anySatisfy(observed -> assertThat(observed).startsWith("the newest is 2024-03-03T00:00:00Z"))
                .anySatisfy(observed -> assertThat(observed).isEqualTo("61 rows break it"));
        assertThat(houses.at("/status/tests/failures").toString())
                .contains("row 61: Hamlet", "row 1: a sensitive value");
        assertThat(houses.at("/status").toString()).doesNotContain("Zebedee");
        assertThat(kubectl.run("logs", "job/" + job())).doesNotContain("Zebedee");
        kubectl.await("datasetversion", "towns", SOON, towns -> towns.at("/status/usedBy/0/name")
                .asText()
                .equals("houses"));
    }

    private static String job() {
        return kubectl.list("job", "millrace.dev/dataset=houses")
                .get(0)
                .at("/metadata/name")
                .asText();
    }
}
