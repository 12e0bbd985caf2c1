package dev.millrace.local.node.pod;

import dev.millrace.local.node.pod.PodSnapshot.Verdict;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStateTerminatedBuilder;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a pod's status says of its life under an earlier process of this node.
 *
 * <p>Processes end with the node. A pod that restarts always goes on, as after a reboot; one that does not was disturbed, and has failed without fault
 * of its own.
 */
final class PastLife {
    /** What a kubelet says of a container that it does not find any more. */
    private static final int UNKNOWN = 255;

    private static final Verdict STOPPED =
            new Verdict("Terminated", "Pod was terminated in response to imminent node shutdown.", true);

    private final Pod pod;
    private final Instant now;

    PastLife(Pod pod, Instant now) {
        this.pod = pod;
        this.now = now;
    }

    /** Whether it had come to its end. */
    boolean over() {
        return pod.getStatus() != null
                && ("Succeeded".equals(pod.getStatus().getPhase())
                        || "Failed".equals(pod.getStatus().getPhase()));
    }

    /** Why it fails now; empty: it may begin or go on. */
    Optional<Verdict> verdict() {
        boolean disturbed = pod.getStatus() != null
                && !over()
                && !goesOn()
                && pod.getStatus().getContainerStatuses().stream().anyMatch(PastLife::began);
        return disturbed ? Optional.of(STOPPED) : Optional.empty();
    }

    private boolean goesOn() {
        return !"Never".equals(pod.getSpec().getRestartPolicy());
    }

    /** Gives runs the ends, the counts and the logs that they had. */
    void restore(List<ContainerRun> initial, List<ContainerRun> containers) {
        if (pod.getStatus() == null) {
            return;
        }
        // Init containers run once more: their work may have been in volumes that are gone.
        initial.forEach(run -> restore(run, pod.getStatus().getInitContainerStatuses()));
        containers.forEach(run -> restore(run, pod.getStatus().getContainerStatuses()));
    }

    private void restore(ContainerRun run, List<ContainerStatus> statuses) {
        statuses.stream()
                .filter(status -> status.getName().equals(run.container().getName()))
                .findFirst()
                .ifPresent(status -> {
                    int restarts = status.getRestartCount() == null ? 0 : status.getRestartCount();
                    run.resume(restarts, end(status), !over() && goesOn());
                });
    }

    private @Nullable ContainerStateTerminated end(ContainerStatus status) {
        if (status.getState() != null && status.getState().getTerminated() != null) {
            return status.getState().getTerminated();
        }
        if (!began(status)) {
            return status.getLastState() == null ? null : status.getLastState().getTerminated();
        }
        return new ContainerStateTerminatedBuilder()
                .withExitCode(UNKNOWN)
                .withReason("Unknown")
                .withStartedAt(status.getState().getRunning().getStartedAt())
                .withFinishedAt(Times.seconds(now))
                .withContainerID(status.getContainerID())
                .build();
    }

    private static boolean began(ContainerStatus status) {
        return status.getState() != null && status.getState().getRunning() != null;
    }
}
