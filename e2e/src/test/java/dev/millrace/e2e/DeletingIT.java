package dev.millrace.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What becomes of a deleted version's bytes, and how a version's rows are taken out. */
class DeletingIT {
    private static final Duration SOON = Duration.ofMinutes(4);
    private static Workspace workspace;
    private static Kubectl kubectl;

    @BeforeAll
    static void open() {
        workspace = Workspace.create("millrace-e2e-deleting");
        kubectl = workspace.kubectl();
    }

    @AfterAll
    static void remove() {
        workspace.close();
    }

    private static JsonNode version(String name, int rows, String parent) {
        kubectl.runWithInput(
                IntStream.range(0, rows)
                        .mapToObj(i -> i + "," + i % 7)
                        .collect(Collectors.joining("\n", "a,b\n", "\n")),
                "create",
                "configmap",
                name,
                "--from-file=rows.csv=/dev/stdin");
        kubectl.apply("""
                apiVersion: millrace.dev/v1alpha1
                kind: DatasetVersion
                metadata: {name: %s}
                spec:
                  source: {configMap: {name: %s, key: rows.csv}}
                  %s
                """.formatted(name, name, parent));
        return kubectl.await("datasetversion", name, SOON, Kubectl.phase("Ready"));
    }

    private static JsonNode ended(String job) {
        return kubectl.await("job", job, SOON, Kubectl.condition("Complete", "True"));
    }

    /** A Job of the trainer image as the operator makes them, with other arguments. */
    private static String job(String name, String ingestOf, String arguments, String plan) {
        JsonNode pod =
                kubectl.list("job", "millrace.dev/dataset=" + ingestOf).get(0).at("/spec/template/spec");
        return """
                apiVersion: batch/v1
                kind: Job
                metadata: {name: %s}
                spec:
                  backoffLimit: 0
                  template:
                    spec:
                      restartPolicy: Never
                      securityContext: %s
                      containers:
                        - name: trainer
                          image: %s
                          args: %s
                          securityContext: %s
                          volumeMounts:
                            - {name: store, mountPath: /store}
                            - {name: plan, mountPath: /plan}
                            - {name: tmp, mountPath: /tmp}
                      volumes:
                        - {name: store, persistentVolumeClaim: {claimName: millrace-store}}
                        - {name: plan, configMap: {name: %s}}
                        - {name: tmp, emptyDir: {}}
                """.formatted(
                        name,
                        pod.at("/securityContext"),
                        pod.at("/containers/0/image").asText(),
                        arguments,
                        pod.at("/containers/0/securityContext"),
                        plan);
    }

    @Test
    void theBytesOfADeletedVersionGoAndThoseOfALiveOneStay() {
        version("old", 500, "");
        JsonNode live = version("new", 600, "parent: {name: old}");

        kubectl.run("delete", "datasetversion", "old");

        JsonNode warning = kubectl.awaitAny(
                "event", "", SOON, event -> event.path("reason").asText().equals("DeletedInUse"));
        assertThat(warning.path("message").asText()).contains("DatasetVersion new");
        kubectl.runWithInput(
                "{\"keepSince\": \"%s\", \"datasets\": [{\"digest\": \"%s\", \"view\": \"%s\"}], \"models\": [], \"steps\": []}"
                        .formatted(
                                Instant.now().plus(Duration.ofHours(1)),
                                live.at("/status/digest").asText(),
                                live.at("/status/view").asText()),
                "create",
                "configmap",
                "collect",
                "--from-file=plan.json=/dev/stdin");
        kubectl.apply(job("collect", "new", "[collect, --plan, /plan/plan.json, --store, 'file:///store']", "collect"));
        ended("collect");

        JsonNode summary = Kubectl.read(kubectl.list("pod", "job-name=collect")
                .get(0)
                .at("/status/containerStatuses/0/state/terminated/message")
                .asText());
        assertThat(summary.path("freedBytes").asLong()).isPositive();
        assertThat(summary.path("removedDocuments").asInt())
                .as("manifest and report")
                .isEqualTo(2);
        assertThat(summary.path("missing")).isEmpty();
        kubectl.apply(job(
                "export",
                "new",
                "[export, --store, 'file:///store', --dataset, '%s', --view, '%s', --to, /store/exported, --scratch, /tmp]"
                        .formatted(
                                live.at("/status/digest").asText(),
                                live.at("/status/view").asText()),
                "collect"));
        ended("export");
    }

    @Test
    void theExampleOfAnExportIsTakenByTheCluster() throws IOException {
        String example = Files.readString(Workspace.example("export").resolve("job.yaml"));

        assertThat(kubectl.runWithInput(example, "create", "--dry-run=server", "-f", "-"))
                .contains("created (server dry run)");
    }
}
