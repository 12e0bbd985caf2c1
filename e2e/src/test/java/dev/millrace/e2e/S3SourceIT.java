package dev.millrace.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.store.s3.S3Server;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Rows of a bucket, read by a login that only the pod sees. */
class S3SourceIT {
    private static final Duration SOON = Duration.ofMinutes(4);
    private static ObjectServer objects;
    private static Workspace workspace;
    private static Kubectl kubectl;

    @BeforeAll
    static void open() {
        objects = ObjectServer.start("", "raw");
        put("houses/2026-02.csv", 300, 500);
        put("houses/2026-01.csv", 0, 300);
        put("houses/old/2025-12.csv", 500, 900);
        objects.server().put("raw", "houses/readme.txt", "no rows".getBytes(UTF_8));
        workspace = Workspace.create("millrace-e2e-s3-source");
        kubectl = workspace.kubectl();
        ObjectServer.createSecret(kubectl, "s3");
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

    private static void put(String key, int from, int to) {
        String rows = IntStream.range(from, to)
                .mapToObj(row -> row + "," + (40 + row % 60) + "," + (50_000 + row * 100))
                .collect(Collectors.joining("\n", "id,area,price\n", "\n"));
        objects.server().put("raw", key, rows.getBytes(UTF_8));
    }

    private static void version(String name, String uri, String secret, String endpoint) {
        kubectl.apply("""
                apiVersion: millrace.dev/v1alpha1
                kind: DatasetVersion
                metadata: {name: %s}
                spec:
                  source:
                    s3:
                      uri: %s
                      secretRef: {name: %s}
                      endpoint: %s
                      region: eu-central-1
                      pathStyle: true
                  columns: [{name: price, role: label}, {name: id, role: key}]
                """.formatted(name, uri, secret, endpoint));
    }

    private static void version(String name, String uri, String secret) {
        version(name, uri, secret, objects.server().endpoint().toString());
    }

    private static String failure(String name) {
        return kubectl.await("datasetversion", name, SOON, Kubectl.phase("Failed"))
                .at("/status/message")
                .asText();
    }

    @Test
    void objectsOfAGlobAreOneVersionAndTheSecretIsNowhere() {
        version("glob", "s3://raw/houses/2026-*.csv", "s3");
        version("again", "s3://raw/houses/2026-*.csv", "s3");

        JsonNode glob = kubectl.await("datasetversion", "glob", SOON, Kubectl.condition("Finished", "True"));
        JsonNode again = kubectl.await("datasetversion", "again", SOON, Kubectl.condition("Finished", "True"));

        assertThat(glob.at("/status/phase").asText()).as(glob.toPrettyString()).isEqualTo("Ready");
        assertThat(glob.at("/status/rows").asInt()).isEqualTo(500);
        assertThat(again.at("/status/digest")).isEqualTo(glob.at("/status/digest"));
        Exposure.of(kubectl).doesNotContainSecret(S3Server.KEYS.secretAccessKey());
    }

    @Test
    void whatDoesNotLeadToRowsIsSaid() {
        ObjectServer.createSecret(kubectl, "wrong", "swordfish");
        kubectl.run("create", "secret", "generic", "half", "--from-literal=accessKeyId=key-of-tests");
        version("wrong-secret", "s3://raw/houses/2026-01.csv", "wrong");
        version("no-bucket", "s3://rows/houses/2026-01.csv", "s3");
        version("no-object", "s3://raw/houses/*.parquet", "s3");
        version("inside", "s3://raw/houses/2026-01.csv", "s3", "http://169.254.169.254");
        version("half-secret", "s3://raw/houses/2026-01.csv", "half");

        assertThat(failure("wrong-secret"))
                .contains("does not take the credentials (403 SignatureDoesNotMatch)")
                .doesNotContain("swordfish");
        assertThat(failure("no-bucket")).contains("spec.source.s3.uri: there is no bucket \"rows\"");
        assertThat(failure("no-object"))
                .contains("no object of the bucket \"raw\" matches \"houses/*.parquet\"")
                .contains("houses/2026-01.csv");
        assertThat(failure("inside")).contains("169.254.169.254 lies in 169.254.0.0/16");
        JsonNode half = kubectl.await("datasetversion", "half-secret", SOON, version -> version.at("/status/message")
                .asText()
                .contains("secretAccessKey"));
        assertThat(half.at("/status/message").asText()).contains("(spec.source.s3.secretRef.name)");
        kubectl.run("delete", "datasetversion", "half-secret");
    }

    @Test
    void aVersionWaitsForItsSecret() {
        version("early", "s3://raw/houses/2026-01.csv", "late");

        JsonNode waiting = kubectl.await("datasetversion", "early", SOON, version -> version.at("/status/message")
                .asText()
                .contains("(spec.source.s3.secretRef.name)"));
        assertThat(waiting.at("/status/message").asText()).startsWith("Secret 'late'");
        ObjectServer.createSecret(kubectl, "late");

        JsonNode version = kubectl.await("datasetversion", "early", SOON, Kubectl.phase("Ready"));
        assertThat(version.at("/status/rows").asInt()).isEqualTo(300);
    }

    @Test
    void aUriWithoutAKeyIsRefusedWhenApplied() {
        Kubectl.Answer answer = kubectl.attempt("""
                apiVersion: millrace.dev/v1alpha1
                kind: DatasetVersion
                metadata: {name: no-key}
                spec:
                  source: {s3: {uri: "s3://raw"}}
                """, "apply", "-f", "-");

        assertThat(answer.status()).isNotZero();
        assertThat(answer.err()).contains("spec.source.s3.uri");
    }
}
