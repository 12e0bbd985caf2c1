package dev.millrace.local.node.pod;

import dev.millrace.local.node.pod.ContainerPhase.Ended;
import dev.millrace.local.node.pod.ContainerPhase.Running;
import dev.millrace.local.node.pod.ContainerPhase.Waiting;
import io.fabric8.kubernetes.api.model.HostIP;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodConditionBuilder;
import io.fabric8.kubernetes.api.model.PodIP;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The status that a kubelet gives a pod. */
final class PodStatuses {
    /** The conditions that are the kubelet's; others are kept as they are. */
    static final Set<String> OWN =
            Set.of("PodReadyToStartContainers", "Initialized", "Ready", "ContainersReady", "PodScheduled");

    private static final String DISRUPTION = "DisruptionTarget";

    private PodStatuses() {}

    /**
     * A pod's status.
     *
     * @param before what was said last: conditions that stay as they are keep their time
     */
    static PodStatus of(PodSnapshot snapshot, @Nullable PodStatus before, NodeIdentity node, Instant now) {
        String phase = phase(snapshot);
        String time = Times.seconds(now);
        List<PodCondition> conditions =
                new Conditions(before == null ? List.of() : before.getConditions(), time).of(snapshot, phase);
        String startTime = before == null || before.getStartTime() == null ? time : before.getStartTime();
        PodStatusBuilder status = new PodStatusBuilder()
                .withPhase(phase)
                .withConditions(conditions)
                .withHostIP(node.address())
                .withHostIPs(new HostIP(node.address()))
                .withQosClass(before == null ? null : before.getQosClass())
                .withStartTime(startTime)
                .withContainerStatuses(ContainerStatuses.of(snapshot.pod(), snapshot.containers(), false))
                .withInitContainerStatuses(ContainerStatuses.of(snapshot.pod(), snapshot.initial(), true));
        snapshot.address().ifPresent(address -> status.withPodIP(address).withPodIPs(new PodIP(address)));
        snapshot.verdict()
                .ifPresent(verdict -> status.withReason(verdict.reason()).withMessage(verdict.message()));
        return status.build();
    }

    static String phase(PodSnapshot snapshot) {
        boolean allEnded = Stream.concat(snapshot.initial().stream(), snapshot.containers().stream())
                .allMatch(run -> run.process() == null);
        if (snapshot.verdict().isPresent() && allEnded) {
            return "Failed";
        }
        for (ContainerRun run : snapshot.initial()) {
            if (run.finished() && !(run.phase() instanceof Ended ended && ended.well())) {
                return "Failed";
            }
            if (!(run.phase() instanceof Ended ended && ended.well())) {
                return "Pending";
            }
        }
        List<ContainerRun> containers = snapshot.containers();
        if (containers.stream().anyMatch(run -> run.phase() instanceof Waiting && run.last() == null)) {
            return "Pending";
        }
        if (containers.stream().anyMatch(run -> run.phase() instanceof Running || !run.finished())) {
            return "Running";
        }
        return containers.stream().allMatch(run -> run.phase() instanceof Ended ended && ended.well())
                ? "Succeeded"
                : "Failed";
    }

    /** Makes conditions; one whose status is as before keeps its time. */
    private record Conditions(List<PodCondition> before, String now) {
        List<PodCondition> of(PodSnapshot snapshot, String phase) {
            List<PodCondition> conditions = new ArrayList<>();
            before.stream()
                    .filter(condition -> !OWN.contains(condition.getType()))
                    .filter(condition -> snapshot.verdict().isEmpty() || !DISRUPTION.equals(condition.getType()))
                    .forEach(conditions::add);
            snapshot.verdict()
                    .filter(PodSnapshot.Verdict::disruption)
                    .ifPresent(verdict ->
                            conditions.add(condition(DISRUPTION, true, "TerminationByKubelet", verdict.message())));
            boolean over = phase.equals("Succeeded") || phase.equals("Failed");
            String overReason = phase.equals("Succeeded") ? "PodCompleted" : "PodFailed";
            conditions.add(
                    condition("PodReadyToStartContainers", snapshot.address().isPresent() && !over, null, null));
            String incomplete = names(
                    snapshot.initial().stream().filter(run -> !(run.phase() instanceof Ended ended && ended.well())));
            if (incomplete.isEmpty()) {
                conditions.add(condition("Initialized", true, phase.equals("Succeeded") ? "PodCompleted" : null, null));
            } else {
                conditions.add(condition(
                        "Initialized",
                        false,
                        "ContainersNotInitialized",
                        "containers with incomplete status: [" + incomplete + "]"));
            }
            String unready = names(snapshot.containers().stream().filter(run -> !run.ready()));
            for (String type : List.of("Ready", "ContainersReady")) {
                if (over) {
                    conditions.add(condition(type, false, overReason, null));
                } else if (unready.isEmpty()) {
                    conditions.add(condition(type, true, null, null));
                } else {
                    conditions.add(condition(
                            type, false, "ContainersNotReady", "containers with unready status: [" + unready + "]"));
                }
            }
            conditions.add(condition("PodScheduled", true, null, null));
            return conditions;
        }

        private static String names(Stream<ContainerRun> runs) {
            return runs.map(run -> run.container().getName()).collect(Collectors.joining(" "));
        }

        private PodCondition condition(String type, boolean holds, @Nullable String reason, @Nullable String message) {
            String status = holds ? "True" : "False";
            String since = before.stream()
                    .filter(condition -> condition.getType().equals(type)
                            && condition.getStatus().equals(status))
                    .map(PodCondition::getLastTransitionTime)
                    .findFirst()
                    .orElse(now);
            return new PodConditionBuilder()
                    .withType(type)
                    .withStatus(status)
                    .withReason(reason)
                    .withMessage(message)
                    .withLastTransitionTime(since)
                    .build();
        }
    }
}
