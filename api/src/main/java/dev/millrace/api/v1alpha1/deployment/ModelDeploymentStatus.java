package dev.millrace.api.v1alpha1.deployment;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.millrace.api.v1alpha1.Absent;
import dev.millrace.api.v1alpha1.Condition;
import dev.millrace.api.v1alpha1.Wire;
import dev.millrace.api.v1alpha1.WireEnum;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.model.annotation.LabelSelector;
import io.fabric8.kubernetes.model.annotation.StatusReplicas;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is served. */
@Wire
public record ModelDeploymentStatus(
        @JsonPropertyDescription("The metadata.generation that this status is about.") @Nullable
        Long observedGeneration,

        @JsonPropertyDescription(
                "Where the deployment stands. Degraded: it answers, but not with all pods or not with the model that it should.")
        @Nullable
        Phase phase,

        @JsonPropertyDescription("What it waits for or what is wrong, in a sentence.") @Nullable
        String message,

        @JsonPropertyDescription("Where it answers within the cluster.") @Nullable
        String url,

        @StatusReplicas @JsonPropertyDescription("Pods that there are.") @Nullable
        Integer replicas,

        @JsonPropertyDescription("Pods that answer.") @Nullable
        Integer readyReplicas,

        @LabelSelector @JsonPropertyDescription("Selects the pods, for autoscalers.") @Nullable
        String selector,

        @JsonPropertyDescription("What answers.") @Nullable Revision stable,

        @JsonPropertyDescription("What is being rolled out.") @Nullable
        Revision candidate,

        @Size(max = 10) @JsonPropertyDescription("The last revisions, the newest first.")
        List<PastRevision> history,

        @JsonPropertyDescription("What made the served model.") @Nullable
        Lineage lineage,

        @Size(max = 16) @JsonPropertyDescription("Ready; Reconciling and Stalled while they are true.")
        List<Condition> conditions) {
    public ModelDeploymentStatus {
        history = Absent.asEmpty(history);
        conditions = Absent.asEmpty(conditions);
    }

    /** Where a deployment stands. */
    @WireEnum
    public enum Phase {
        @JsonProperty("Pending")
        PENDING,
        @JsonProperty("RollingOut")
        ROLLING_OUT,
        @JsonProperty("Ready")
        READY,
        @JsonProperty("Degraded")
        DEGRADED,
        @JsonProperty("Failed")
        FAILED
    }

    /** A served model with its number. */
    @Wire
    public record Revision(
            @JsonPropertyDescription("Counts from 1.") Long revision,

            @JsonPropertyDescription("The run that made the model.")
            String trainingRun,

            @JsonPropertyDescription("Digest of the model.") String modelDigest,

            @JsonPropertyDescription("Digest of the rows that made it.") @Nullable
            String datasetDigest) {}

    /** A revision and when it was the one that answered. */
    @Wire
    public record PastRevision(
            @JsonPropertyDescription("Counts from 1.") Long revision,

            @JsonPropertyDescription("The run that made the model.")
            String trainingRun,

            @JsonPropertyDescription("Digest of the model.") String modelDigest,

            @JsonPropertyDescription("From when on it answered (RFC 3339, UTC).") @Nullable
            String since,

            @JsonPropertyDescription("Until when; absent for the one that answers.") @Nullable
            String until,

            @JsonPropertyDescription("Why it came.") @Nullable
            String reason) {}

    /** What made the served model. */
    @Wire
    public record Lineage(
            @JsonPropertyDescription("The pipeline.") @Nullable
            String pipeline,

            @JsonPropertyDescription("The run.") String trainingRun,

            @JsonPropertyDescription("The data version.") @Nullable
            String dataset,

            @JsonPropertyDescription("Digest of its rows.") @Nullable
            String datasetDigest,

            @JsonPropertyDescription("Digest of the model.") String modelDigest) {}
}
