package dev.millrace.operator.pod;

import dev.millrace.api.v1alpha1.Reason;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Why a pod does not run, or why it ended badly.
 *
 * @param reason for programs
 * @param sentence for people: what is wrong, and the way out where there is one
 */
public record PodTrouble(Reason reason, String sentence) {
    /** What stands in a pod's way now; empty for one that runs, starts or has succeeded. */
    public static Optional<PodTrouble> of(Pod pod) {
        if (pod.getStatus() == null || "Succeeded".equals(pod.getStatus().getPhase())) {
            return Optional.empty();
        }
        if ("Evicted".equals(pod.getStatus().getReason())) {
            return Optional.of(new PodTrouble(
                    Reason.EVICTED,
                    "the node evicted the pod: " + text(pod.getStatus().getMessage())));
        }
        Optional<PodTrouble> unscheduled = pod.getStatus().getConditions().stream()
                .filter(condition -> "PodScheduled".equals(condition.getType()))
                .filter(condition -> "False".equals(condition.getStatus()))
                .findFirst()
                .map(condition -> unschedulable(pod, condition));
        if (unscheduled.isPresent()) {
            return unscheduled;
        }
        return pod.getStatus().getContainerStatuses().stream()
                .map(status -> ofContainer(pod, status))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static PodTrouble unschedulable(Pod pod, PodCondition condition) {
        if ("SchedulingGated".equals(condition.getReason())) {
            return new PodTrouble(Reason.UNSCHEDULABLE, "the pod waits until its scheduling gates are taken away");
        }
        return new PodTrouble(Reason.UNSCHEDULABLE, SchedulerMessage.sentence(pod, text(condition.getMessage())));
    }

    private static Optional<PodTrouble> ofContainer(Pod pod, ContainerStatus status) {
        if (status.getState() == null) {
            return Optional.empty();
        }
        ContainerStateTerminated terminated = status.getState().getTerminated();
        if (terminated != null) {
            return ended(pod, status.getName(), terminated);
        }
        ContainerStateTerminated last =
                status.getLastState() == null ? null : status.getLastState().getTerminated();
        if (status.getState().getRunning() != null && !Boolean.TRUE.equals(status.getReady()) && last != null) {
            // Started once more, and not yet better than the last time.
            return ended(pod, status.getName(), last);
        }
        ContainerStateWaiting waiting = status.getState().getWaiting();
        if (waiting == null || waiting.getReason() == null) {
            return Optional.empty();
        }
        return switch (waiting.getReason()) {
            case "ErrImagePull", "ImagePullBackOff", "InvalidImageName", "ErrImageNeverPull", "RegistryUnavailable" ->
                Optional.of(new PodTrouble(
                        Reason.IMAGE_PULL_FAILED,
                        "image '" + status.getImage() + "' cannot be pulled: " + text(waiting.getMessage())));
            case "CreateContainerConfigError", "CreateContainerError", "RunContainerError" ->
                Optional.of(new PodTrouble(
                        Reason.CONTAINER_NOT_CREATED,
                        "container '" + status.getName() + "' cannot start: "
                                + withWayOut(text(waiting.getMessage()))));
            case "CrashLoopBackOff" ->
                last == null
                        ? Optional.of(new PodTrouble(
                                Reason.POD_FAILED, "container '" + status.getName() + "' ends again and again"))
                        : ended(pod, status.getName(), last);
            default -> Optional.empty();
        };
    }

    private static Optional<PodTrouble> ended(Pod pod, String container, ContainerStateTerminated terminated) {
        if ("OOMKilled".equals(terminated.getReason())) {
            return Optional.of(new PodTrouble(
                    Reason.OUT_OF_MEMORY,
                    "container '" + container + "' was killed at its memory limit"
                            + memoryLimit(pod, container)
                                    .map(limit -> " of " + limit)
                                    .orElse("")
                            + ": raise limits.memory"));
        }
        if (terminated.getExitCode() == null || terminated.getExitCode() == 0) {
            return Optional.empty();
        }
        String said = terminated.getMessage() == null
                ? ""
                : ": " + terminated.getMessage().strip();
        return Optional.of(new PodTrouble(
                Reason.POD_FAILED,
                "container '" + container + "' ended with exit code " + terminated.getExitCode() + said));
    }

    private static Optional<String> memoryLimit(Pod pod, String container) {
        return pod.getSpec().getContainers().stream()
                .filter(candidate -> candidate.getName().equals(container))
                .map(candidate -> candidate.getResources())
                .filter(resources -> resources != null && resources.getLimits() != null)
                .map(resources -> resources.getLimits().get("memory"))
                .filter(limit -> limit != null)
                .map(Object::toString)
                .findFirst();
    }

    /** The kubelet names a Secret that is not there, or lacks a key. */
    private static String withWayOut(String message) {
        return message.startsWith("secret \"") && message.endsWith("not found")
                ? message + ": create it in this namespace"
                : message;
    }

    private static String text(@Nullable String message) {
        return message == null || message.isBlank() ? "no reason was given" : message.strip();
    }
}
