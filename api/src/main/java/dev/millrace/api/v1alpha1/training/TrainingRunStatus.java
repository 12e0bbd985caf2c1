package dev.millrace.api.v1alpha1.training;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.millrace.api.v1alpha1.Absent;
import dev.millrace.api.v1alpha1.Condition;
import dev.millrace.api.v1alpha1.Wire;
import dev.millrace.api.v1alpha1.WireEnum;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where a training stands and what came of it. */
@Wire
public record TrainingRunStatus(
        @JsonPropertyDescription("The metadata.generation that this status is about.") @Nullable
        Long observedGeneration,

        @JsonPropertyDescription("Where the run stands. Rejected: it ran to its end and a gate failed.") @Nullable
        Phase phase,

        @JsonPropertyDescription("What it waits for or why it failed, in a sentence.") @Nullable
        String message,

        @JsonPropertyDescription("How far it is.") @Nullable Progress progress,

        @JsonPropertyDescription("The task's main metric on the test split, such as rmse 24800.") @Nullable
        String score,

        @JsonPropertyDescription("Metrics of each split, in the label's own units.") @Nullable
        Metrics metrics,

        @Size(max = 8)
        @JsonPropertyDescription("Test metrics of models that need no network, by name: mean or majority, and linear.")
        Map<String, Map<String, Double>> baselines,

        @Size(max = 32) @JsonPropertyDescription("Each gate and what was observed.")
        List<GateResult> gates,

        @JsonPropertyDescription("The stored model.") @Nullable
        StoredModel model,

        @JsonPropertyDescription("What made the model.") @Nullable
        Lineage lineage,

        @JsonPropertyDescription("What it took.") @Nullable Cost cost,

        @JsonPropertyDescription("How often it was tried.") @Nullable
        Integer attempts,

        @JsonPropertyDescription("Epochs that were trained.") @Nullable
        Integer epochs,

        @JsonPropertyDescription("The epoch whose weights were kept, from 1.") @Nullable
        Integer bestEpoch,

        @JsonPropertyDescription("Whether the same training was found in the store instead of run again.") @Nullable
        Boolean cached,

        @Size(max = 20)
        @JsonPropertyDescription(
                "What looks wrong without being refused, such as a model that does not beat a baseline.")
        List<String> warnings,

        @Size(max = 16)
        @JsonPropertyDescription("Ready, Finished, GatesPassed; Reconciling and Stalled while they are true.")
        List<Condition> conditions) {
    public TrainingRunStatus {
        baselines = Absent.asEmpty(baselines);
        gates = Absent.asEmpty(gates);
        warnings = Absent.asEmpty(warnings);
        conditions = Absent.asEmpty(conditions);
    }

    /** Where a run stands. */
    @WireEnum
    public enum Phase {
        @JsonProperty("Pending")
        PENDING,
        @JsonProperty("Running")
        RUNNING,
        @JsonProperty("Suspended")
        SUSPENDED,
        @JsonProperty("Succeeded")
        SUCCEEDED,
        @JsonProperty("Rejected")
        REJECTED,
        @JsonProperty("Failed")
        FAILED
    }

    /** How far a training is. */
    @Wire
    public record Progress(
            @JsonPropertyDescription("Part of the work that is done, 0 to 100.")
            Integer percent,

            @JsonPropertyDescription("The epoch that was finished last.")
            Integer epoch,

            @JsonPropertyDescription("Epochs at most.") Integer epochs,

            @JsonPropertyDescription("Its loss on the train split.") @Nullable
            Double loss,

            @JsonPropertyDescription("Its loss on the validation split.") @Nullable
            Double validationLoss,

            @JsonPropertyDescription("Rows trained a second.") @Nullable
            Long rowsPerSecond,

            @JsonPropertyDescription("Seconds left if no early stop comes.") @Nullable
            Long secondsLeft,

            @JsonPropertyDescription("When this was observed (RFC 3339, UTC).") @Nullable
            String updated) {}

    /** Metric name to value for each split. */
    @Wire
    public record Metrics(
            @Size(max = 32) @JsonPropertyDescription("On the train split.")
            Map<String, Double> train,

            @Size(max = 32) @JsonPropertyDescription("On the validation split.")
            Map<String, Double> validation,

            @Size(max = 32) @JsonPropertyDescription("On the test split.")
            Map<String, Double> test) {
        public Metrics {
            train = Absent.asEmpty(train);
            validation = Absent.asEmpty(validation);
            test = Absent.asEmpty(test);
        }
    }

    /** A gate and what was observed. */
    @Wire
    public record GateResult(
            @JsonPropertyDescription("Name of the gate.") String name,

            @JsonPropertyDescription("Its metric.") String metric,

            @JsonPropertyDescription("Its bound, such as <= 27000.")
            String bound,

            @JsonPropertyDescription("What was observed.") Double observed,

            @JsonPropertyDescription("Whether it passed.") Boolean passed) {}

    /** The stored model. */
    @Wire
    public record StoredModel(
            @JsonPropertyDescription("Digest of its graph and weights.")
            String digest,

            @JsonPropertyDescription("Where its manifest lies.")
            String uri,

            @JsonPropertyDescription("Bytes stored for it.") Long sizeBytes,

            @JsonPropertyDescription(
                    "Largest difference between the trained network and the exported graph, relative to what is allowed to differ.")
            Double parity) {}

    /** What made the model. */
    @Wire
    public record Lineage(
            @JsonPropertyDescription("The pipeline that made the run.") @Nullable
            String pipeline,

            @JsonPropertyDescription("The data version.") String dataset,

            @JsonPropertyDescription("Digest of its rows.") String datasetDigest,

            @JsonPropertyDescription(
                    "Digest of all that decides the result: data, model, hyperparameters, gates, image.")
            @Nullable
            String specDigest,

            @JsonPropertyDescription("Trainer image.") @Nullable
            String image,

            @JsonPropertyDescription("Commit that the trainer was built from.") @Nullable
            String codeRevision,

            @JsonPropertyDescription("Seed of the training.") @Nullable
            Long seed,

            @JsonPropertyDescription("Name and version of the training backend.") @Nullable
            String engine,

            @JsonPropertyDescription("Threads of the training arithmetic.") @Nullable
            Integer threads) {}

    /** What a run took. */
    @Wire
    public record Cost(
            @JsonPropertyDescription("Processor seconds of the process that finished.") @Nullable
            Double cpuSeconds,

            @JsonPropertyDescription(
                    "GPUs of the pod times the seconds that its processes ran, of all tries that are known.")
            Long gpuSeconds) {}
}
