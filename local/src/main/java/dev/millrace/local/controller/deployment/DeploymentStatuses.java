package dev.millrace.local.controller.deployment;

import dev.millrace.local.controller.deployment.DeploymentConditions.Said;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatusBuilder;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetCondition;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a Deployment says of its rollout. */
final class DeploymentStatuses {
    private static final int DEFAULT_DEADLINE_SECONDS = 600;

    private final Deployment deployment;
    private final ReplicaSet present;
    private final List<ReplicaSet> all;
    private final Rolling rolling;
    private final Instant now;

    /**
     * A status.
     *
     * @param again when it says something else though nothing changes; empty: never
     */
    record Report(DeploymentStatus status, Optional<Duration> again) {}

    DeploymentStatuses(Deployment deployment, ReplicaSet present, List<ReplicaSet> old, Rolling rolling, Instant now) {
        this.deployment = deployment;
        this.present = present;
        this.all = Stream.concat(Stream.of(present), old.stream()).toList();
        this.rolling = rolling;
        this.now = now;
    }

    Report report() {
        int there = all.stream().mapToInt(Scales::there).sum();
        int available = all.stream().mapToInt(Scales::available).sum();
        int updated = Scales.there(present);
        DeploymentConditions conditions = new DeploymentConditions(deployment, now);
        availability(conditions, available);
        Optional<Duration> again = progress(conditions, there, available, updated);
        refusal(conditions);
        DeploymentStatus status = new DeploymentStatusBuilder()
                .withObservedGeneration(deployment.getMetadata().getGeneration())
                .withReplicas(orNull(there))
                .withUpdatedReplicas(orNull(updated))
                .withReadyReplicas(orNull(all.stream().mapToInt(Scales::ready).sum()))
                .withAvailableReplicas(orNull(available))
                .withUnavailableReplicas(
                        orNull(Math.max(0, all.stream().mapToInt(Scales::wanted).sum() - available)))
                .withCollisionCount(
                        deployment.getStatus() == null
                                ? null
                                : deployment.getStatus().getCollisionCount())
                .withConditions(conditions.all())
                .build();
        return new Report(status, again);
    }

    private void availability(DeploymentConditions conditions, int available) {
        conditions.say(
                DeploymentConditions.AVAILABLE,
                available >= rolling.fewest()
                        ? new Said(true, "MinimumReplicasAvailable", "Deployment has minimum availability.")
                        : new Said(
                                false, "MinimumReplicasUnavailable", "Deployment does not have minimum availability."));
    }

    private Optional<Duration> progress(DeploymentConditions conditions, int there, int available, int updated) {
        String name = "ReplicaSet \"" + present.getMetadata().getName() + "\"";
        boolean complete = updated == rolling.wanted() && there == rolling.wanted() && available == rolling.wanted();
        if (complete) {
            conditions.say(
                    DeploymentConditions.PROGRESSING,
                    new Said(true, DeploymentConditions.DONE, name + " has successfully progressed."));
            return Optional.empty();
        }
        if (Boolean.TRUE.equals(deployment.getSpec().getPaused())) {
            conditions.say(
                    DeploymentConditions.PROGRESSING, new Said(true, "DeploymentPaused", "Deployment is paused"));
            return Optional.empty();
        }
        boolean begun = conditions.get(DeploymentConditions.PROGRESSING).isPresent();
        boolean done = conditions.says(DeploymentConditions.PROGRESSING, DeploymentConditions.DONE);
        if (!begun) {
            conditions.say(
                    DeploymentConditions.PROGRESSING,
                    new Said(
                            true,
                            "NewReplicaSetCreated",
                            "Created new replica set \"" + present.getMetadata().getName() + "\""));
        } else if (progressed(there, available, updated) || (done && isNewGeneration())) {
            conditions.renew(
                    DeploymentConditions.PROGRESSING, new Said(true, "ReplicaSetUpdated", name + " is progressing."));
        }
        Integer seconds = deployment.getSpec().getProgressDeadlineSeconds();
        Optional<Duration> left =
                conditions.left(Duration.ofSeconds(seconds == null ? DEFAULT_DEADLINE_SECONDS : seconds));
        if (left.isPresent() && left.get().compareTo(Duration.ZERO) <= 0) {
            conditions.say(
                    DeploymentConditions.PROGRESSING,
                    new Said(false, DeploymentConditions.LATE, name + " has timed out progressing."));
            return Optional.empty();
        }
        return left.map(duration -> duration.plusMillis(500));
    }

    private boolean isNewGeneration() {
        DeploymentStatus before = deployment.getStatus();
        return before == null
                || before.getObservedGeneration() == null
                || before.getObservedGeneration() < deployment.getMetadata().getGeneration();
    }

    /** Whether there are more new pods, fewer old ones, or more that answer, than was said last. */
    private boolean progressed(int there, int available, int updated) {
        DeploymentStatus before = deployment.getStatus();
        if (before == null) {
            return true;
        }
        int oldBefore = orZero(before.getReplicas()) - orZero(before.getUpdatedReplicas());
        return updated > orZero(before.getUpdatedReplicas())
                || there - updated < oldBefore
                || available > orZero(before.getAvailableReplicas())
                || all.stream().mapToInt(Scales::ready).sum() > orZero(before.getReadyReplicas());
    }

    private void refusal(DeploymentConditions conditions) {
        Optional<ReplicaSetCondition> refused = (present.getStatus() == null
                        ? List.<ReplicaSetCondition>of()
                        : present.getStatus().getConditions())
                .stream()
                        .filter(condition -> "ReplicaFailure".equals(condition.getType()))
                        .findFirst();
        if (refused.isPresent()) {
            conditions.say(
                    DeploymentConditions.REPLICA_FAILURE,
                    new Said(true, refused.get().getReason(), refused.get().getMessage()));
        } else {
            conditions.remove(DeploymentConditions.REPLICA_FAILURE);
        }
    }

    private static int orZero(@Nullable Integer number) {
        return number == null ? 0 : number;
    }

    private static @Nullable Integer orNull(int number) {
        return number == 0 ? null : number;
    }
}
