package dev.millrace.api.v1alpha1.training;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.millrace.api.v1alpha1.Wire;
import dev.millrace.api.v1alpha1.WireEnum;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import org.jspecify.annotations.Nullable;

/** How a network is trained. Every field has a default in the schema. */
@Wire
public record Hyperparameters(
        @Default("100") @Min(1) @Max(1000000) @JsonPropertyDescription("Passes over the train split at most.") @Nullable
        Integer epochs,

        @Default("64") @Min(1) @Max(1048576) @JsonPropertyDescription("Rows a step.") @Nullable
        Integer batchSize,

        @Default("0.001")
        @Min(value = 0, inclusive = false)
        @Max(100)
        @JsonPropertyDescription("Learning rate of the optimizer.")
        @Nullable
        Double learningRate,

        @Default("adam") @JsonPropertyDescription("The update rule.") @Nullable
        Optimizer optimizer,

        @Default("0.0001")
        @Min(0)
        @Max(100)
        @JsonPropertyDescription("Weight of the squared weights in the loss.")
        @Nullable
        Double l2,

        @Default("42")
        @Min(0)
        @JsonPropertyDescription("Seed of initialisation, shuffling and dropout: same seed, same weights, bit by bit.")
        @Nullable
        Long seed,

        @Default("10")
        @Min(1)
        @Max(1000000)
        @JsonPropertyDescription(
                "Epochs without a better validation loss after which training stops. The best epoch's weights are kept.")
        @Nullable
        Integer patience,

        @Default("none")
        @JsonPropertyDescription(
                "How classes weigh in the loss. balanced: each inversely to its frequency in the train split.")
        @Nullable
        ClassWeights classWeights) {

    /** Update rules. */
    @WireEnum
    public enum Optimizer {
        @JsonProperty("adam")
        ADAM,
        @JsonProperty("sgd")
        SGD,
        @JsonProperty("rmsprop")
        RMSPROP,
        @JsonProperty("nesterov")
        NESTEROV
    }

    /** How classes weigh. */
    @WireEnum
    public enum ClassWeights {
        @JsonProperty("none")
        NONE,
        @JsonProperty("balanced")
        BALANCED
    }
}
