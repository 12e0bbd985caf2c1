package dev.millrace.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Rows are stored once within a root; of what lies in another root, though in the same bucket, nothing can be learnt. */
class DedupeIT {
    private static final String OURS = "millrace-e2e-ours";
    private static final String THEIRS = "millrace-e2e-theirs";
    private static final Duration SOON = Duration.ofMinutes(4);
    private static ObjectServer objects;
    private static Workspace ours;
    private static Workspace theirs;

    @BeforeAll
    static void open() {
        objects = ObjectServer.start(OURS + "," + THEIRS, "models");
        ours = namespace(OURS);
        theirs = namespace(THEIRS);
    }

    private static Workspace namespace(String name) {
        Workspace workspace = Workspace.withoutStore(name);
        ObjectServer.createSecret(workspace.kubectl(), "millrace-store");
        return workspace;
    }

    @AfterAll
    static void close() {
        for (Workspace workspace : new Workspace[] {ours, theirs}) {
            if (workspace != null) {
                workspace.close();
            }
        }
        if (objects != null) {
            objects.close();
        }
    }

    private static void rows(Workspace workspace, String name, int from, int to) {
        create(workspace, name, csv(from, to));
    }

    private static String csv(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(row -> row + "," + (40 + row % 60) + "," + (50_000 + row % 60 * 1_000))
                .collect(Collectors.joining("\n", "id,area,price\n", "\n"));
    }

    private static void create(Workspace workspace, String name, String csv) {
        workspace.kubectl().runWithInput(csv, "create", "configmap", name, "--from-file=rows.csv=/dev/stdin");
    }

    /** Makes a version of the ConfigMap of the same name, or of another one. */
    private static void version(Workspace workspace, String name, String rows) {
        workspace.kubectl().apply("""
                apiVersion: millrace.dev/v1alpha1
                kind: DatasetVersion
                metadata: {name: %s}
                spec:
                  source: {configMap: {name: %s, key: rows.csv}}
                  columns: [{name: price, role: label}, {name: id, role: key}]
                """.formatted(name, rows));
    }

    private static JsonNode status(Workspace workspace, String name) {
        return workspace
                .kubectl()
                .await("datasetversion", name, SOON, Kubectl.phase("Ready"))
                .get("status");
    }

    @Test
    void sameRowsAreStoredOnceInARootAndAnewInAnother() {
        rows(ours, "houses", 0, 4_000);
        create(ours, "copy", csv(0, 4_000).replace("\n", "\r\n"));
        rows(theirs, "houses", 0, 4_000);
        version(ours, "first", "houses");
        JsonNode first = status(ours, "first");
        version(ours, "unchanged", "houses");
        version(ours, "copied", "copy");
        version(theirs, "first", "houses");

        JsonNode unchanged = status(ours, "unchanged");
        JsonNode copied = status(ours, "copied");
        JsonNode foreign = status(theirs, "first");

        assertThat(List.of(unchanged, copied, foreign))
                .extracting(status -> status.get("digest"))
                .containsOnly(first.get("digest"));
        assertThat(first.get("newBytes").asLong())
                .isEqualTo(first.get("sizeBytes").asLong())
                .isPositive();
        // No ingest of the same source again; one of the same rows in another file adds nothing.
        assertThat(unchanged.get("cached").asBoolean()).isTrue();
        assertThat(copied.get("cached").asBoolean()).isFalse();
        assertThat(copied.get("newBytes").asLong()).isZero();
        // The neighbour's is as if there were no other.
        assertThat(foreign.get("cached").asBoolean()).isFalse();
        assertThat(foreign.get("newBytes")).isEqualTo(first.get("newBytes"));
        assertThat(blobs(THEIRS)).isEqualTo(blobs(OURS));
    }

    /** The names of a root's blobs, without what says that one was found again. */
    private static List<String> blobs(String namespace) {
        String folder = "millrace/namespaces/" + namespace + "/blobs/";
        return objects.server().keys("models").stream()
                .filter(key -> key.startsWith(folder))
                .map(key -> key.substring(folder.length()))
                .filter(name -> !name.endsWith(".renewed"))
                .sorted()
                .toList();
    }

    @Test
    void theDigestOfANeighboursRowsIsRefusedLikeOneThatNobodyHas() {
        rows(ours, "mine", 0, 200);
        rows(theirs, "secret", 7, 300);
        version(ours, "mine", "mine");
        version(theirs, "secret", "secret");
        String neighbours = status(theirs, "secret").get("digest").asText();
        String nobodys = "sha256:" + "0".repeat(64);
        status(ours, "mine");

        String refused = refusal("of-the-neighbour", neighbours);

        assertThat(refused).contains("spec.dataset.digest").contains(neighbours);
        assertThat(refused.replace(neighbours, nobodys)).isEqualTo(refusal("of-nobody", nobodys));
    }

    private static String refusal(String name, String digest) {
        ours.kubectl().apply("""
                apiVersion: millrace.dev/v1alpha1
                kind: TrainingRun
                metadata: {name: %s}
                spec:
                  dataset: {name: mine, digest: "%s"}
                  model: {task: regression, layers: [{type: dense, units: 4}]}
                """.formatted(name, digest));
        return ours.kubectl()
                .await("trainingrun", name, SOON, Kubectl.condition("Stalled", "True"))
                .at("/status/message")
                .asText();
    }
}
