package dev.millrace.api.v1alpha1.pipeline;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.millrace.api.v1alpha1.Absent;
import dev.millrace.api.v1alpha1.Condition;
import dev.millrace.api.v1alpha1.ObjectReference;
import dev.millrace.api.v1alpha1.Wire;
import dev.millrace.api.v1alpha1.WireEnum;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where a pipeline stands and what it made. */
@Wire
public record PipelineStatus(
        @JsonPropertyDescription("The metadata.generation that this status is about.") @Nullable
        Long observedGeneration,

        @JsonPropertyDescription("Where the pipeline stands.") @Nullable
        Phase phase,

        @JsonPropertyDescription("What it waits for or why it failed, in a sentence.") @Nullable
        String message,

        @JsonPropertyDescription("The execution that runs, or else the last one.") @Nullable
        Execution execution,

        @JsonPropertyDescription("Names of the objects of the last execution.") @Nullable
        Latest latest,

        @JsonPropertyDescription("What is promoted: what deployments that refer to this pipeline serve.") @Nullable
        Promoted promoted,

        @Size(max = 10) @JsonPropertyDescription("The last ten finished executions, the newest first.")
        List<PastExecution> executions,

        @Size(max = 16) @JsonPropertyDescription("Ready; Reconciling and Stalled while they are true.")
        List<Condition> conditions) {
    public PipelineStatus {
        executions = Absent.asEmpty(executions);
        conditions = Absent.asEmpty(conditions);
    }

    /** Where a pipeline stands. */
    @WireEnum
    public enum Phase {
        @JsonProperty("Idle")
        IDLE,
        @JsonProperty("Running")
        RUNNING,
        @JsonProperty("Ready")
        READY,
        @JsonProperty("Failed")
        FAILED,
        @JsonProperty("Suspended")
        SUSPENDED
    }

    /** Why an execution started. */
    @WireEnum
    public enum Trigger {
        @JsonProperty("Created")
        CREATED,
        @JsonProperty("SpecChanged")
        SPEC_CHANGED,
        @JsonProperty("NewData")
        NEW_DATA
    }

    /** One execution of all steps. */
    @Wire
    public record Execution(
            @JsonPropertyDescription("Counts from 1.") Long number,

            @JsonPropertyDescription("Why it started.") Trigger trigger,

            @JsonPropertyDescription("When (RFC 3339, UTC).")
            String startedAt,

            @JsonPropertyDescription("When it finished.") @Nullable
            String finishedAt,

            @JsonPropertyDescription("Digest of the templates that it runs: others start a new execution.") @Nullable
            String specDigest,

            @Size(max = 8) @JsonPropertyDescription("Its steps in order.")
            List<Step> steps) {
        public Execution {
            steps = Absent.asEmpty(steps);
        }
    }

    /** A step of an execution. */
    @Wire
    public record Step(
            @JsonPropertyDescription("Which step.") Name name,

            @JsonPropertyDescription("Where it stands.") StepPhase phase,

            @JsonPropertyDescription("Whether its result was found instead of made again.") @Nullable
            Boolean cached,

            @JsonPropertyDescription("The object that does it.") @Nullable
            ObjectReference ref,

            @JsonPropertyDescription("What it waits for or why it failed, in a sentence.") @Nullable
            String message) {
        /** The steps in their order. */
        @WireEnum
        public enum Name {
            @JsonProperty("dataset")
            DATASET,
            @JsonProperty("train")
            TRAIN,
            @JsonProperty("promote")
            PROMOTE,
            @JsonProperty("deploy")
            DEPLOY
        }
    }

    /** Where a step stands. */
    @WireEnum
    public enum StepPhase {
        @JsonProperty("Pending")
        PENDING,
        @JsonProperty("Running")
        RUNNING,
        @JsonProperty("Succeeded")
        SUCCEEDED,
        @JsonProperty("Failed")
        FAILED,
        @JsonProperty("Skipped")
        SKIPPED
    }

    /** A finished execution. */
    @Wire
    public record PastExecution(
            @JsonPropertyDescription("Counts from 1.") Long number,

            @JsonPropertyDescription("Why it started.") Trigger trigger,

            @JsonPropertyDescription("When it started (RFC 3339, UTC).")
            String startedAt,

            @JsonPropertyDescription("When it finished.") @Nullable
            String finishedAt,

            @JsonPropertyDescription("How it ended.") StepPhase phase,

            @JsonPropertyDescription("Its data version.") @Nullable
            String dataset,

            @JsonPropertyDescription("Its run.") @Nullable String trainingRun,

            @JsonPropertyDescription("Why it failed, in a sentence.") @Nullable
            String message) {}

    /** Names of an execution's objects. */
    @Wire
    public record Latest(
            @JsonPropertyDescription("The data version.") @Nullable
            String dataset,

            @JsonPropertyDescription("The run.") @Nullable String trainingRun,

            @JsonPropertyDescription("The deployment.") @Nullable
            String deployment) {}

    /** What is promoted. */
    @Wire
    public record Promoted(
            @JsonPropertyDescription("The run.") String trainingRun,

            @JsonPropertyDescription("Digest of its model.") String modelDigest) {}
}
