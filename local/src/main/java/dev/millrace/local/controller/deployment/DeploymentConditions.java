package dev.millrace.local.controller.deployment;

import dev.millrace.local.controller.Workbench;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentCondition;
import io.fabric8.kubernetes.api.model.apps.DeploymentConditionBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The conditions of a Deployment, in the making. */
final class DeploymentConditions {
    static final String AVAILABLE = "Available";
    static final String PROGRESSING = "Progressing";
    static final String REPLICA_FAILURE = "ReplicaFailure";
    static final String DONE = "NewReplicaSetAvailable";
    static final String LATE = "ProgressDeadlineExceeded";

    private final List<DeploymentCondition> conditions;
    private final Instant now;

    /**
     * What a condition says.
     *
     * @param holds whether it is True
     */
    record Said(boolean holds, String reason, String message) {}

    DeploymentConditions(Deployment deployment, Instant now) {
        this.conditions = new ArrayList<>(
                deployment.getStatus() == null
                        ? List.of()
                        : deployment.getStatus().getConditions());
        this.now = now;
    }

    List<DeploymentCondition> all() {
        return conditions;
    }

    Optional<DeploymentCondition> get(String type) {
        return conditions.stream()
                .filter(condition -> type.equals(condition.getType()))
                .findFirst();
    }

    boolean says(String type, String reason) {
        return get(type)
                .filter(condition -> reason.equals(condition.getReason()))
                .isPresent();
    }

    void remove(String type) {
        conditions.removeIf(condition -> type.equals(condition.getType()));
    }

    /** Says something; said already, its times stay. */
    void say(String type, Said said) {
        String status = said.holds() ? "True" : "False";
        Optional<DeploymentCondition> before = get(type);
        boolean same = before.filter(condition ->
                        status.equals(condition.getStatus()) && said.reason().equals(condition.getReason()))
                .isPresent();
        if (!same) {
            put(type, said, before);
        }
    }

    /** Says something that has just moved on: its time is now. */
    void renew(String type, Said said) {
        put(type, said, get(type));
    }

    private void put(String type, Said said, Optional<DeploymentCondition> before) {
        String status = said.holds() ? "True" : "False";
        String time = Workbench.shown(now);
        String since = before.filter(condition -> status.equals(condition.getStatus()))
                .map(DeploymentCondition::getLastTransitionTime)
                .orElse(time);
        remove(type);
        conditions.add(new DeploymentConditionBuilder()
                .withType(type)
                .withStatus(status)
                .withReason(said.reason())
                .withMessage(said.message())
                .withLastUpdateTime(time)
                .withLastTransitionTime(since)
                .build());
    }

    /** How long the last progress may still be ago; negative: too long. */
    Optional<Duration> left(Duration deadline) {
        return get(PROGRESSING)
                .filter(condition -> !DONE.equals(condition.getReason()))
                .map(condition -> Duration.between(
                        now, Instant.parse(condition.getLastUpdateTime()).plus(deadline)));
    }
}
