package dev.millrace.api.v1alpha1.training;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.millrace.api.v1alpha1.Wire;
import dev.millrace.api.v1alpha1.WireEnum;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** A hidden layer. */
@Wire
@ValidationRule(
        value = "has(self.units) == (self.type == 'dense')",
        message = "units belong to a dense layer, which needs them, and to no other",
        fieldPath = ".units")
@ValidationRule(
        value = "!has(self.activation) || self.type == 'dense'",
        message = "activation belongs to a dense layer",
        fieldPath = ".activation")
@ValidationRule(
        value = "self.type != 'dropout' || has(self.dropout)",
        message = "a dropout layer needs dropout, the fraction that is dropped",
        fieldPath = ".dropout")
@ValidationRule(
        value = "self.type != 'batchNorm' || !has(self.dropout)",
        message = "dropout belongs to a dense or a dropout layer",
        fieldPath = ".dropout")
public record Layer(
        @Required @JsonPropertyDescription("Kind of layer.") Type type,

        @Min(1) @Max(65536) @JsonPropertyDescription("Outputs of a dense layer.") @Nullable
        Integer units,

        @JsonPropertyDescription("Activation of a dense layer. Left out: relu.") @Nullable
        Activation activation,

        @Min(0)
        @Max(value = 1, inclusive = false)
        @JsonPropertyDescription(
                "Fraction of the outputs that training drops, of a dense layer (left out: none) or by a dropout layer.")
        @Nullable
        Double dropout) {

    /** Kinds of hidden layers. */
    @WireEnum
    public enum Type {
        @JsonProperty("dense")
        DENSE,
        @JsonProperty("batchNorm")
        BATCH_NORM,
        @JsonProperty("dropout")
        DROPOUT
    }

    /** Activations of dense layers. */
    @WireEnum
    public enum Activation {
        @JsonProperty("relu")
        RELU,
        @JsonProperty("leakyRelu")
        LEAKY_RELU,
        @JsonProperty("elu")
        ELU,
        @JsonProperty("selu")
        SELU,
        @JsonProperty("gelu")
        GELU,
        @JsonProperty("tanh")
        TANH,
        @JsonProperty("sigmoid")
        SIGMOID,
        @JsonProperty("softplus")
        SOFTPLUS,
        @JsonProperty("identity")
        IDENTITY
    }
}
