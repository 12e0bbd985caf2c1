package dev.millrace.local.controller.job;

import dev.millrace.local.controller.Pods;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.PodFailurePolicy;
import io.fabric8.kubernetes.api.model.batch.v1.PodFailurePolicyOnExitCodesRequirement;
import io.fabric8.kubernetes.api.model.batch.v1.PodFailurePolicyOnPodConditionsPattern;
import io.fabric8.kubernetes.api.model.batch.v1.PodFailurePolicyRule;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What a Job's policy makes of a failed pod: the first rule that matches decides. */
final class FailurePolicy {
    private FailurePolicy() {}

    /** What follows. */
    sealed interface Decision {}

    /** It counts as a try. */
    record Count() implements Decision {}

    /** It does not count. */
    record Ignore() implements Decision {}

    /** The Job has failed. */
    record Fail(String message) implements Decision {}

    static Decision decide(Job job, Pod pod) {
        PodFailurePolicy policy = job.getSpec().getPodFailurePolicy();
        List<PodFailurePolicyRule> rules = policy == null ? List.of() : policy.getRules();
        for (int index = 0; index < rules.size(); index++) {
            PodFailurePolicyRule rule = rules.get(index);
            Optional<String> match = match(rule, pod);
            if (match.isEmpty()) {
                continue;
            }
            return switch (rule.getAction()) {
                case "FailJob" -> new Fail(match.get() + " matching FailJob rule at index " + index);
                case "Ignore" -> new Ignore();
                default -> new Count();
            };
        }
        return new Count();
    }

    /** How a rule matches, as a sentence; empty: it does not. */
    private static Optional<String> match(PodFailurePolicyRule rule, Pod pod) {
        String name = pod.getMetadata().getNamespace() + "/" + pod.getMetadata().getName();
        if (rule.getOnExitCodes() != null) {
            return statuses(pod)
                    .filter(status -> matches(rule.getOnExitCodes(), status))
                    .findFirst()
                    .map(status -> "Container %s for pod %s failed with exit code %d"
                            .formatted(
                                    status.getName(),
                                    name,
                                    status.getState().getTerminated().getExitCode()));
        }
        return rule.getOnPodConditions().stream()
                .filter(pattern -> matches(pattern, pod))
                .findFirst()
                .map(pattern -> "Pod " + name + " has condition " + pattern.getType());
    }

    private static Stream<ContainerStatus> statuses(Pod pod) {
        return pod.getStatus() == null
                ? Stream.empty()
                : Stream.concat(
                        pod.getStatus().getContainerStatuses().stream(),
                        pod.getStatus().getInitContainerStatuses().stream());
    }

    private static boolean matches(PodFailurePolicyOnExitCodesRequirement wanted, ContainerStatus status) {
        ContainerStateTerminated ended =
                status.getState() == null ? null : status.getState().getTerminated();
        if (ended == null || ended.getExitCode() == 0) {
            return false;
        }
        if (wanted.getContainerName() != null && !wanted.getContainerName().equals(status.getName())) {
            return false;
        }
        return wanted.getValues().contains(ended.getExitCode()) == "In".equals(wanted.getOperator());
    }

    private static boolean matches(PodFailurePolicyOnPodConditionsPattern pattern, Pod pod) {
        String wanted = pattern.getStatus() == null ? "True" : pattern.getStatus();
        return Pods.condition(pod, pattern.getType())
                .map(PodCondition::getStatus)
                .filter(wanted::equals)
                .isPresent();
    }
}
