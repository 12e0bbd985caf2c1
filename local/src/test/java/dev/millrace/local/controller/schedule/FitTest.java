package dev.millrace.local.controller.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.local.Yaml;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The words are those of a scheduler of Kubernetes 1.34. */
class FitTest {
    private static final String UNHELPFUL = ". no new claims to deallocate, preemption: 0/1 nodes are available:"
            + " 1 Preemption is not helpful for scheduling.";

    private static Fit fit(String nodeSpec) {
        Node node = Yaml.read("""
                metadata: {name: local, labels: {kubernetes.io/os: linux}}
                spec: %s
                status: {allocatable: {cpu: "2", memory: 4Gi, pods: "3", nvidia.com/gpu: "1"}}
                """.formatted(nodeSpec), Node.class);
        PersistentVolumeClaim bound =
                Yaml.read("{metadata: {name: bound}, status: {phase: Bound}}", PersistentVolumeClaim.class);
        PersistentVolumeClaim pending =
                Yaml.read("{metadata: {name: pending}, status: {phase: Pending}}", PersistentVolumeClaim.class);
        Map<String, PersistentVolumeClaim> claims = Map.of("team/bound", bound, "team/pending", pending);
        return new Fit(
                node,
                Map.of("cpu", new BigDecimal("1.5"), "pods", BigDecimal.ONE),
                key -> Optional.ofNullable(claims.get(key)));
    }

    private static Pod pod(String spec) {
        return Yaml.read("{metadata: {name: p, namespace: team}, spec: " + spec + "}", Pod.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{containers: [{resources: {limits: {nvidia.com/gpu: 2}}}]} | 1 Insufficient nvidia.com/gpu",
                "{containers: [{resources: {requests: {cpu: 600m, memory: 9Gi}}}]} | 1 Insufficient cpu, 1 Insufficient memory",
                "{containers: [{resources: {requests: {cpu: 300m}}}, {resources: {requests: {cpu: 300m}}}]} | 1 Insufficient cpu",
                "{containers: [{}], initContainers: [{resources: {requests: {cpu: 1}}}]} | 1 Insufficient cpu",
                "{containers: [{resources: {requests: {example.com/card: 1}}}]} | 1 Insufficient example.com/card",
                "{containers: [{}], nodeSelector: {disk: ssd}} | 1 node(s) didn't match Pod's node affinity/selector",
                "{containers: [{resources: {limits: {nvidia.com/gpu: 2}}}], nodeSelector: {disk: ssd}} | 1 node(s) didn't match Pod's node affinity/selector"
            })
    void whatTheNodeLacksIsSaid(String spec, String why) {
        assertThat(fit("{}").refusal(pod(spec))).contains("0/1 nodes are available: " + why + UNHELPFUL);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "nope | persistentvolumeclaim \"nope\" not found. not found",
                "pending | pod has unbound immediate PersistentVolumeClaims. not found"
            })
    void claimsAreLookedAtFirst(String claim, String why) {
        String spec =
                "{containers: [{}], nodeSelector: {disk: ssd}, volumes: [{persistentVolumeClaim: {claimName: %s}}]}"
                        .formatted(claim);

        assertThat(fit("{}").refusal(pod(spec))).contains("0/1 nodes are available: " + why);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{containers: [{resources: {requests: {cpu: 500m, memory: 4Gi}, limits: {nvidia.com/gpu: 1}}}]}",
                "{containers: [{}], nodeSelector: {kubernetes.io/os: linux}}",
                "{containers: [{}], volumes: [{persistentVolumeClaim: {claimName: bound}}]}"
            })
    void whatFitsIsTaken(String spec) {
        assertThat(fit("{}").refusal(pod(spec))).isEmpty();
    }

    @Test
    void aTaintKeepsPodsOffThatDoNotTolerateIt() {
        Fit tainted = fit("{taints: [{key: team, value: a, effect: NoSchedule}]}");

        assertThat(tainted.refusal(pod("{containers: [{}]}")))
                .contains("0/1 nodes are available: 1 node(s) had untolerated taint {team: a}" + UNHELPFUL);
        assertThat(tainted.refusal(pod("{containers: [{}], tolerations: [{key: team, value: a}]}")))
                .isEmpty();
        assertThat(tainted.refusal(pod("{containers: [{}], tolerations: [{operator: Exists}]}")))
                .isEmpty();
        assertThat(fit("{unschedulable: true}").refusal(pod("{containers: [{}]}")))
                .contains("0/1 nodes are available: 1 node(s) were unschedulable" + UNHELPFUL);
    }
}
