package dev.millrace.local.controller.job;

import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobCondition;
import io.fabric8.kubernetes.api.model.batch.v1.JobConditionBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The conditions of a Job, in the making. */
final class JobConditions {
    static final String SUCCESS_CRITERIA = "SuccessCriteriaMet";
    static final String COMPLETE = "Complete";
    static final String FAILURE_TARGET = "FailureTarget";
    static final String FAILED = "Failed";
    static final String SUSPENDED = "Suspended";

    private final List<JobCondition> conditions;
    private final String now;

    /** Why a Job is as it is. */
    record Why(String reason, String message) {}

    JobConditions(Job job, String now) {
        this.conditions = new ArrayList<>(
                job.getStatus() == null ? List.of() : job.getStatus().getConditions());
        this.now = now;
    }

    List<JobCondition> all() {
        return conditions;
    }

    Optional<JobCondition> holding(String type) {
        return conditions.stream()
                .filter(condition -> type.equals(condition.getType()) && "True".equals(condition.getStatus()))
                .findFirst();
    }

    boolean holds(String type) {
        return holding(type).isPresent();
    }

    /** Whether it has come to its end. */
    boolean finished() {
        return holds(COMPLETE) || holds(FAILED);
    }

    /** When it came to its end. */
    Optional<String> finishedAt() {
        return holding(COMPLETE).or(() -> holding(FAILED)).map(JobCondition::getLastTransitionTime);
    }

    /** Sets a condition; one that is so already keeps its time. */
    void set(String type, boolean holds, Why why) {
        String status = holds ? "True" : "False";
        boolean same = conditions.stream()
                .anyMatch(condition -> type.equals(condition.getType()) && status.equals(condition.getStatus()));
        if (same) {
            return;
        }
        conditions.removeIf(condition -> type.equals(condition.getType()));
        conditions.add(new JobConditionBuilder()
                .withType(type)
                .withStatus(status)
                .withReason(why.reason())
                .withMessage(why.message())
                .withLastProbeTime(now)
                .withLastTransitionTime(now)
                .build());
    }
}
