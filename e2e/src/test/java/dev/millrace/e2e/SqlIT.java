package dev.millrace.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** SQL of a spec: over the source, and as a test. */
class SqlIT {
    private static final Duration SOON = Duration.ofMinutes(4);
    private static Workspace workspace;
    private static Kubectl kubectl;

    @BeforeAll
    static void open() {
        workspace = Workspace.create("millrace-e2e-sql");
        kubectl = workspace.kubectl();
        kubectl.runWithInput(rows(), "create", "configmap", "rows", "--from-file=rows.csv=/dev/stdin");
    }

    /** Two hundred rows, of which one has as many bedrooms as rooms. */
    private static String rows() {
        return IntStream.range(0, 200)
                .mapToObj(i -> (i % 5 + 1) + "," + (i == 17 ? 3 : i % 5) + "," + (i % 3 == 0 ? "Pave" : "Grvl") + ","
                        + (100 + i))
                .collect(Collectors.joining("\n", "rooms,bedrooms,street,price\n", "\n"));
    }

    @AfterAll
    static void remove() {
        workspace.close();
    }

    @Test
    void theResultOfAQueryIsTheVersionAndSqlTestsIt() {
        kubectl.apply("""
                apiVersion: millrace.dev/v1alpha1
                kind: DatasetVersion
                metadata: {name: queried}
                spec:
                  source: {configMap: {name: rows, key: rows.csv}}
                  query: select *, price / rooms as price_a_room from source where bedrooms < rooms
                  columns: [{name: price, role: ignore}, {name: price_a_room, type: number, role: label}]
                  tests: [{name: bedrooms, sql: select count(*) from data where bedrooms >= rooms, equals: 0}]
                """);

        JsonNode version = kubectl.await("datasetversion", "queried", SOON, Kubectl.condition("Finished", "True"));

        assertThat(version.at("/status/phase").asText()).isEqualTo("Ready");
        assertThat(version.at("/status/rows").asInt()).isEqualTo(199);
        assertThat(version.at("/status/columns/4/name").asText()).isEqualTo("price_a_room");
    }

    @Test
    void aTestsSqlFailsTheVersionWithWhatItGives() {
        kubectl.apply("""
                apiVersion: millrace.dev/v1alpha1
                kind: DatasetVersion
                metadata: {name: untested}
                spec:
                  source: {configMap: {name: rows, key: rows.csv}}
                  tests: [{name: bedrooms, sql: select count(*) from data where bedrooms >= rooms, equals: 0}]
                """);

        JsonNode version = kubectl.await("datasetversion", "untested", SOON, Kubectl.phase("Failed"));

        assertThat(version.at("/status/tests/failures/0/observed").asText()).isEqualTo("its SQL gives 1");
    }

    @Test
    void aQueryReachesNothingButTheRows() {
        kubectl.apply("""
                apiVersion: millrace.dev/v1alpha1
                kind: DatasetVersion
                metadata: {name: curious}
                spec:
                  source: {configMap: {name: rows, key: rows.csv}}
                  query: select content from read_text('/etc/passwd')
                """);

        JsonNode version = kubectl.await("datasetversion", "curious", SOON, Kubectl.phase("Failed"));

        assertThat(version.at("/status/message").asText()).startsWith("spec.query calls read_text()");
    }
}
