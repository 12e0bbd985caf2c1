package dev.millrace.local.controller;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** How pods are, as controllers ask. */
public final class Pods {
    private Pods() {}

    public static boolean isLeaving(Pod pod) {
        return pod.getMetadata().getDeletionTimestamp() != null;
    }

    public static boolean hasPhase(Pod pod, String phase) {
        return pod.getStatus() != null && phase.equals(pod.getStatus().getPhase());
    }

    /** Whether it has succeeded or failed. */
    public static boolean isOver(Pod pod) {
        return hasPhase(pod, "Succeeded") || hasPhase(pod, "Failed");
    }

    public static boolean isReady(Pod pod) {
        return condition(pod, "Ready")
                .filter(condition -> "True".equals(condition.getStatus()))
                .isPresent();
    }

    /** Whether it has been ready for so long. */
    public static boolean isAvailable(Pod pod, Duration minReady, Instant now) {
        return condition(pod, "Ready")
                .filter(condition -> "True".equals(condition.getStatus()))
                .filter(condition -> minReady.isZero()
                        || !Instant.parse(condition.getLastTransitionTime())
                                .plus(minReady)
                                .isAfter(now))
                .isPresent();
    }

    public static Optional<PodCondition> condition(Pod pod, String type) {
        return pod.getStatus() == null
                ? Optional.empty()
                : pod.getStatus().getConditions().stream()
                        .filter(condition -> type.equals(condition.getType()))
                        .findFirst();
    }

    public static Set<String> uids(Collection<Pod> pods) {
        return pods.stream().map(pod -> pod.getMetadata().getUid()).collect(Collectors.toSet());
    }

    /** The uids of those that are being removed. */
    public static Set<String> leaving(Collection<Pod> pods) {
        return pods.stream()
                .filter(Pods::isLeaving)
                .map(pod -> pod.getMetadata().getUid())
                .collect(Collectors.toSet());
    }
}
