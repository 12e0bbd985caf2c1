package dev.millrace.operator.step;

import dev.millrace.contract.Json;
import dev.millrace.contract.report.StepSummary;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobCondition;
import io.fabric8.kubernetes.api.model.batch.v1.JobStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A step's Job and its pods, as they are.
 *
 * @param job of the step
 * @param pods those that are still there, the oldest first
 * @param planThere whether the ConfigMap with the plan is there
 * @param complaint of Kubernetes', why it can make no pod or, where there is one, not mount its volumes; empty: it can, or has not tried yet
 */
public record ObservedStep(Job job, List<Pod> pods, boolean planThere, Optional<String> complaint) {
    public ObservedStep {
        pods = pods.stream()
                .sorted(Comparator.comparing(pod -> pod.getMetadata().getCreationTimestamp()))
                .toList();
    }

    /** A step that has its plan and may have its pods. */
    public ObservedStep(Job job, List<Pod> pods) {
        this(job, pods, true, Optional.empty());
    }

    /** How often the step was tried, the present try and those under earlier Jobs included. */
    public int attempts() {
        int earlier =
                annotation(StepObjects.EARLIER_ATTEMPTS).map(Integer::parseInt).orElse(0);
        JobStatus status = job.getStatus();
        return status == null ? earlier : earlier + tries(status);
    }

    /** An annotation of the Job. */
    public Optional<String> annotation(String name) {
        return Optional.ofNullable(job.getMetadata().getAnnotations()).map(annotations -> annotations.get(name));
    }

    /** The container that does the step's work, as the Job's pods have it. */
    public Container container() {
        return job.getSpec().getTemplate().getSpec().getContainers().stream()
                .filter(container -> StepObjects.CONTAINER.equals(container.getName()))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        "Job " + job.getMetadata().getName() + " has no container " + StepObjects.CONTAINER));
    }

    /** The Secret that the step's pods read. */
    String secretName() {
        return job.getSpec().getTemplate().getSpec().getVolumes().stream()
                .filter(volume -> SecretKeys.VOLUME.equals(volume.getName()))
                .map(ObservedStep::secretName)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        "Job " + job.getMetadata().getName() + " has no volume " + SecretKeys.VOLUME));
    }

    private static String secretName(Volume volume) {
        return volume.getSecret() != null
                ? volume.getSecret().getSecretName()
                : volume.getProjected().getSources().get(0).getSecret().getName();
    }

    private static int tries(JobStatus status) {
        return orZero(status.getFailed()) + orZero(status.getSucceeded()) + orZero(status.getActive());
    }

    /** Seconds that the step's processes ran, of the pods that are still there and have ended. */
    public long ranSeconds() {
        return pods.stream()
                .map(ObservedStep::terminated)
                .flatMap(Optional::stream)
                .filter(ended -> ended.getStartedAt() != null && ended.getFinishedAt() != null)
                .mapToLong(ended -> Duration.between(
                                Instant.parse(ended.getStartedAt()), Instant.parse(ended.getFinishedAt()))
                        .toSeconds())
                .sum();
    }

    /** The Job's condition of that type, if it is True. */
    Optional<JobCondition> condition(String type) {
        return Optional.ofNullable(job.getStatus()).flatMap(status -> status.getConditions().stream()
                .filter(condition -> type.equals(condition.getType()) && "True".equals(condition.getStatus()))
                .findFirst());
    }

    /** Whether the Job has come to its end. */
    public boolean finished() {
        return condition("Complete").isPresent() || condition("Failed").isPresent();
    }

    /** The last summary that a pod left; empty: none did, or what it left is none. */
    Optional<StepSummary> summary() {
        return lastEnded().flatMap(ObservedStep::summary);
    }

    static Optional<StepSummary> summary(Pod pod) {
        return terminated(pod).flatMap(ended -> parse(ended.getMessage()));
    }

    /** The pod that ended last. */
    Optional<Pod> lastEnded() {
        return pods.stream()
                .filter(pod -> terminated(pod).isPresent() || "Failed".equals(phase(pod)))
                .reduce((earlier, later) -> later);
    }

    /** The pod that runs or is about to. */
    Optional<Pod> alive() {
        return pods.stream()
                .filter(pod -> terminated(pod).isEmpty())
                .filter(pod -> "Pending".equals(phase(pod)) || "Running".equals(phase(pod)))
                .reduce((earlier, later) -> later);
    }

    static boolean runs(Pod pod) {
        return state(pod).map(ContainerState::getRunning).isPresent();
    }

    private static Optional<ContainerStateTerminated> terminated(Pod pod) {
        return state(pod).map(ContainerState::getTerminated);
    }

    private static Optional<ContainerState> state(Pod pod) {
        if (pod.getStatus() == null) {
            return Optional.empty();
        }
        return pod.getStatus().getContainerStatuses().stream()
                .filter(status -> StepObjects.CONTAINER.equals(status.getName()))
                .findFirst()
                .map(ContainerStatus::getState);
    }

    private static @Nullable String phase(Pod pod) {
        return pod.getStatus() == null ? null : pod.getStatus().getPhase();
    }

    private static Optional<StepSummary> parse(@Nullable String message) {
        if (message == null || message.isBlank()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Json.read(message, StepSummary.class));
        } catch (IllegalArgumentException e) {
            // A process that was killed in mid-write, or a wrong image: what it said is shown by PodTrouble.
            return Optional.empty();
        }
    }

    private static int orZero(@Nullable Integer count) {
        return count == null ? 0 : count;
    }
}
