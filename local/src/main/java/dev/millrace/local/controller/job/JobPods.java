package dev.millrace.local.controller.job;

import dev.millrace.local.controller.Pods;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A Job's pods, sorted.
 *
 * @param active that run or are about to
 * @param terminating that are being removed and have not ended
 * @param succeeded that have ended well and are not counted yet
 * @param failed that have failed and are not counted yet
 * @param counted that are counted and still bear the finalizer
 */
record JobPods(List<Pod> active, List<Pod> terminating, List<Pod> succeeded, List<Pod> failed, List<Pod> counted) {
    /** Keeps a pod until it is counted, whoever removes it. */
    static final String TRACKING = "batch.kubernetes.io/job-tracking";

    /**
     * Sorts.
     *
     * @param countedUids of pods that are in the Job's counts
     */
    static JobPods of(Job job, List<Pod> pods, Set<String> countedUids) {
        boolean replacedWhenFailed = "Failed".equals(job.getSpec().getPodReplacementPolicy())
                || job.getSpec().getPodFailurePolicy() != null;
        List<Pod> tracked = pods.stream()
                .filter(pod -> pod.getMetadata().getFinalizers().contains(TRACKING))
                .toList();
        List<Pod> fresh = tracked.stream()
                .filter(pod -> !countedUids.contains(pod.getMetadata().getUid()))
                .toList();
        return new JobPods(
                pods.stream()
                        .filter(pod -> !Pods.isOver(pod) && !Pods.isLeaving(pod))
                        .toList(),
                pods.stream()
                        .filter(pod -> !Pods.isOver(pod) && Pods.isLeaving(pod))
                        .toList(),
                fresh.stream().filter(pod -> Pods.hasPhase(pod, "Succeeded")).toList(),
                fresh.stream().filter(pod -> isFailed(pod, replacedWhenFailed)).toList(),
                tracked.stream()
                        .filter(pod -> countedUids.contains(pod.getMetadata().getUid()))
                        .toList());
    }

    private static boolean isFailed(Pod pod, boolean replacedWhenFailed) {
        // One that never got a node ends with its removal: no kubelet will say that it has failed.
        boolean neverRan = Pods.isLeaving(pod) && pod.getSpec().getNodeName() == null;
        return Pods.hasPhase(pod, "Failed")
                || neverRan
                || (!replacedWhenFailed && Pods.isLeaving(pod) && !Pods.hasPhase(pod, "Succeeded"));
    }

    /** Those that answer. */
    int ready() {
        return (int) active.stream().filter(Pods::isReady).count();
    }

    /** How often containers of the pods that run were started again: the tries of Jobs that restart in place. */
    int restarts() {
        return active.stream()
                .filter(pod -> pod.getStatus() != null)
                .flatMap(pod -> pod.getStatus().getContainerStatuses().stream())
                .map(ContainerStatus::getRestartCount)
                .filter(count -> count != null)
                .mapToInt(Integer::intValue)
                .sum();
    }

    /** When the last of these ended. */
    static Optional<Instant> lastEnd(List<Pod> pods) {
        return pods.stream()
                .filter(pod -> pod.getStatus() != null)
                .flatMap(pod -> pod.getStatus().getContainerStatuses().stream())
                .filter(status -> status.getState() != null && status.getState().getTerminated() != null)
                .map(status -> status.getState().getTerminated().getFinishedAt())
                .filter(time -> time != null)
                .map(Instant::parse)
                .max(Instant::compareTo);
    }
}
