package dev.millrace.api.v1alpha1.training;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.millrace.api.v1alpha1.Resources;
import dev.millrace.api.v1alpha1.Wire;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** A TrainingRun's spec without its dataset, which the pipeline fills in, and without suspend, which the pipeline has itself. */
@Wire
@ValidationRule(
        value = TrainingRules.METRICS_FIT,
        message = TrainingRules.METRICS_FIT_MESSAGE,
        fieldPath = ".evaluation.gates")
@ValidationRule(
        value = TrainingRules.WEIGHTS_FIT,
        message = TrainingRules.WEIGHTS_FIT_MESSAGE,
        fieldPath = ".hyperparameters.classWeights")
public record TrainingTemplateSpec(
        @Required @JsonPropertyDescription("The model.") Model model,

        @JsonPropertyDescription("How the network is trained.") @Nullable
        Hyperparameters hyperparameters,

        @JsonPropertyDescription("What the result must meet.") @Nullable
        Evaluation evaluation,

        @JsonPropertyDescription("What the pod asks for and may use. Left out: what the administrator configured.")
        @Nullable
        Resources resources,

        @JsonPropertyDescription("Where the pod runs.") @Nullable
        Scheduling scheduling,

        @Default("5")
        @Min(1)
        @JsonPropertyDescription(
                "Epochs between checkpoints, from which a killed training goes on to the same weights.")
        @Nullable
        Integer checkpointEvery,

        @JsonPropertyDescription("How often it may be tried.") @Nullable
        RunLimits limits) {

    /** The run of this template on a data version. */
    public TrainingRunSpec on(DatasetReference dataset) {
        return new TrainingRunSpec(
                dataset, model, hyperparameters, evaluation, resources, scheduling, checkpointEvery, limits, null);
    }
}
