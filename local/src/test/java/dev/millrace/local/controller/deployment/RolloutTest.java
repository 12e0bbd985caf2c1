package dev.millrace.local.controller.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.local.Yaml;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentCondition;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class RolloutTest {
    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

    private static Deployment deployment(String spec) {
        return Yaml.read(
                "{apiVersion: apps/v1, kind: Deployment, metadata: {name: web, namespace: n, uid: d-1, generation: 1}, spec: "
                        + spec + "}",
                Deployment.class);
    }

    private static ReplicaSet set(String name, int wanted, int there, int available) {
        return Yaml.read(
                "{metadata: {name: %s, uid: %s, creationTimestamp: \"2026-01-01T00:00:00Z\"}, spec: {replicas: %d}, status: {replicas: %d, readyReplicas: %d, availableReplicas: %d}}"
                        .formatted(name, name, wanted, there, available, available),
                ReplicaSet.class);
    }

    private static Map<String, Integer> roll(Rolling rolling, ReplicaSet present, ReplicaSet... old) {
        return new Scales(rolling, present, List.of(old))
                .roll().entrySet().stream()
                        .collect(Collectors.toMap(
                                entry -> entry.getKey().getMetadata().getName(), Map.Entry::getValue));
    }

    @Test
    void sharesAreRoundedInFavourOfProgress() {
        assertThat(Rolling.of(deployment("{replicas: 3}"))).isEqualTo(new Rolling(3, 1, 0));
        assertThat(Rolling.of(
                        deployment("{replicas: 10, strategy: {rollingUpdate: {maxSurge: 30%, maxUnavailable: 15%}}}")))
                .isEqualTo(new Rolling(10, 3, 1));
        assertThat(Rolling.of(deployment("{replicas: 2, strategy: {rollingUpdate: {maxSurge: 0, maxUnavailable: 0}}}")))
                .isEqualTo(new Rolling(2, 0, 1));
        assertThat(Rolling.of(deployment("{replicas: 4, strategy: {type: Recreate}}")))
                .isEqualTo(new Rolling(4, 0, 4));
    }

    @Test
    void withoutUnavailablePodsOldOnesGoOnlyWhenNewOnesAnswer() {
        Rolling rolling = new Rolling(2, 1, 0);

        assertThat(roll(rolling, set("new", 0, 0, 0), set("old", 2, 2, 2))).isEqualTo(Map.of("new", 1));
        assertThat(roll(rolling, set("new", 1, 1, 0), set("old", 2, 2, 2))).isEmpty();
        assertThat(roll(rolling, set("new", 1, 1, 1), set("old", 2, 2, 2))).isEqualTo(Map.of("old", 1));
        assertThat(roll(rolling, set("new", 1, 1, 1), set("old", 1, 1, 1))).isEqualTo(Map.of("new", 2));
        assertThat(roll(rolling, set("new", 2, 2, 2), set("old", 1, 1, 1))).isEqualTo(Map.of("old", 0));
    }

    @Test
    void brokenOldPodsGoFirst() {
        assertThat(roll(new Rolling(2, 1, 0), set("new", 1, 1, 0), set("old", 2, 2, 0)))
                .as("nothing may go while nothing answers and the new pod is not there yet")
                .isEmpty();
        assertThat(roll(new Rolling(3, 1, 1), set("new", 1, 1, 1), set("broken", 1, 1, 0), set("old", 2, 2, 2)))
                .isEqualTo(Map.of("broken", 0, "old", 1));
    }

    @Test
    void fewerPodsAreWantedMeansTheNewOnesGo() {
        assertThat(roll(new Rolling(1, 1, 0), set("new", 3, 3, 3))).isEqualTo(Map.of("new", 1));
    }

    @Test
    void recreationWaitsForTheLastOldPod() {
        Scales scales = new Scales(new Rolling(2, 0, 2), set("new", 0, 0, 0), List.of(set("old", 2, 2, 2)));

        assertThat(scales.recreate(false).values()).containsExactly(0);
        assertThat(new Scales(new Rolling(2, 0, 2), set("new", 0, 0, 0), List.of(set("old", 0, 0, 0)))
                        .recreate(true)
                        .values())
                .containsExactly(2);
    }

    @Test
    void aRolloutThatStandsStillIsLateAndOneThatIsDoneIsNot() {
        Deployment deployment = deployment("{replicas: 2, progressDeadlineSeconds: 30}");
        ReplicaSet set = set("web-1", 2, 2, 0);
        Rolling rolling = Rolling.of(deployment);

        DeploymentStatuses.Report begun = new DeploymentStatuses(deployment, set, List.of(), rolling, NOW).report();
        Deployment later =
                new DeploymentBuilder(deployment).withStatus(begun.status()).build();
        DeploymentStatuses.Report late =
                new DeploymentStatuses(later, set, List.of(), rolling, NOW.plusSeconds(31)).report();
        DeploymentStatuses.Report done =
                new DeploymentStatuses(later, set("web-1", 2, 2, 2), List.of(), rolling, NOW.plusSeconds(40)).report();

        assertThat(begun.again()).isPresent();
        assertThat(reason(begun, "Progressing")).isEqualTo("NewReplicaSetCreated");
        assertThat(reason(begun, "Available")).isEqualTo("MinimumReplicasUnavailable");
        assertThat(begun.status().getUnavailableReplicas()).isEqualTo(2);
        assertThat(reason(late, "Progressing")).isEqualTo("ProgressDeadlineExceeded");
        assertThat(reason(done, "Progressing")).isEqualTo("NewReplicaSetAvailable");
        assertThat(reason(done, "Available")).isEqualTo("MinimumReplicasAvailable");
        assertThat(done.again()).isEmpty();
    }

    private static String reason(DeploymentStatuses.Report report, String type) {
        return report.status().getConditions().stream()
                .filter(condition -> condition.getType().equals(type))
                .map(DeploymentCondition::getReason)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void equalTemplatesHaveEqualHashesAndTheLabelDoesNotCount() {
        Templates templates = new Templates(new KubernetesSerialization());
        var one = deployment("{template: {metadata: {labels: {a: b}}, spec: {containers: [{name: c, image: x}]}}}")
                .getSpec()
                .getTemplate();
        var labelled = deployment(
                        "{template: {metadata: {labels: {a: b, pod-template-hash: h}}, spec: {containers: [{name: c, image: x}]}}}")
                .getSpec()
                .getTemplate();
        var other = deployment("{template: {metadata: {labels: {a: b}}, spec: {containers: [{name: c, image: y}]}}}")
                .getSpec()
                .getTemplate();

        assertThat(templates.same(one, labelled)).isTrue();
        assertThat(templates.hash(one, null))
                .isEqualTo(templates.hash(labelled, null))
                .matches("[a-z0-9]{10}");
        assertThat(templates.same(one, other)).isFalse();
        assertThat(templates.hash(one, null)).isNotEqualTo(templates.hash(other, null));
        assertThat(templates.hash(one, 1)).isNotEqualTo(templates.hash(one, null));
    }
}
