package dev.millrace.operator.deployment;

import dev.millrace.api.v1alpha1.Reason;
import dev.millrace.operator.child.Labels;
import dev.millrace.operator.pod.PodTrouble;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import io.fabric8.kubernetes.client.readiness.Readiness;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How far a plan's servers are.
 *
 * @param wanted servers
 * @param total servers that there are, of any revision
 * @param answering servers of the plan's revision that answer
 * @param ready servers that answer, of any revision
 * @param complete whether all that answers is as the plan has it, and answers with as many servers as wanted
 * @param trouble what stands in the way of a server of this plan
 */
record Rollout(int wanted, int total, int answering, int ready, boolean complete, Optional<PodTrouble> trouble) {
    /** @param deployment as the plan was applied to it: its status counts only once it is about that generation */
    static Rollout of(ServingPlan plan, Deployment deployment, List<Pod> pods) {
        DeploymentStatus status = deployment.getStatus();
        Long observed = status == null ? null : status.getObservedGeneration();
        boolean current =
                observed != null && observed >= deployment.getMetadata().getGeneration();
        int total = status == null ? 0 : count(status.getReplicas());
        int ready = status == null ? 0 : count(status.getReadyReplicas());
        int updated = status == null || !current ? 0 : count(status.getUpdatedReplicas());
        boolean complete = current
                && updated == plan.replicas()
                && total == plan.replicas()
                && count(status.getAvailableReplicas()) == plan.replicas();
        return new Rollout(
                plan.replicas(),
                total,
                (int) servers(plan, pods).filter(Readiness::isPodReady).count(),
                ready,
                complete,
                trouble(plan, pods).or(() -> refusal(status)));
    }

    /** Pods that the API server does not take, such as for a quota, leave their trace in the Deployment only. */
    private static Optional<PodTrouble> refusal(@Nullable DeploymentStatus status) {
        return Optional.ofNullable(status).stream()
                .flatMap(present -> present.getConditions().stream())
                .filter(condition -> "ReplicaFailure".equals(condition.getType()))
                .filter(condition -> "True".equals(condition.getStatus()))
                .map(condition ->
                        new PodTrouble(Reason.REFUSED, "Kubernetes refuses its pods: " + condition.getMessage()))
                .findFirst();
    }

    private static Optional<PodTrouble> trouble(ServingPlan plan, List<Pod> pods) {
        return servers(plan, pods)
                .sorted(Comparator.comparing(pod -> pod.getMetadata().getName()))
                .map(PodTrouble::of)
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Stream<Pod> servers(ServingPlan plan, List<Pod> pods) {
        String revision = Long.toString(plan.revision());
        return pods.stream()
                .filter(pod -> revision.equals(pod.getMetadata().getLabels().get(Labels.REVISION)))
                .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null);
    }

    private static int count(@Nullable Integer pods) {
        return pods == null ? 0 : pods;
    }
}
