package dev.millrace.contract.plan;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is trained.
 *
 * @param task what the network answers
 * @param label what it learns
 * @param features rules, of which the first that names a column counts; empty: every feature column with its type's default
 * @param layers the hidden layers; the output layer follows from the task
 */
public record ModelPlan(Task task, LabelPlan label, List<FeaturePlan> features, List<LayerPlan> layers) {
    public ModelPlan {
        features = List.copyOf(features);
        layers = List.copyOf(layers);
    }

    /** What a network answers. */
    public enum Task {
        @JsonProperty("regression")
        REGRESSION,
        @JsonProperty("binary")
        BINARY,
        @JsonProperty("multiclass")
        MULTICLASS
    }

    /**
     * What a network learns.
     *
     * @param column null: the data version's label column
     * @param transform of a number before it is standardised
     * @param positive the class of a binary task whose probability is given; null: the second in byte order
     */
    public record LabelPlan(
            @Nullable String column,
            LabelTransform transform,
            @Nullable String positive) {}

    /** What is done to a label before it is standardised. */
    public enum LabelTransform {
        @JsonProperty("none")
        NONE,
        /** The natural logarithm: only for positive labels. */
        @JsonProperty("log")
        LOG
    }

    /**
     * How columns become the network's input.
     *
     * @param columns names, or {@code *} for every feature column
     * @param transform of each
     */
    public record FeaturePlan(List<String> columns, FeatureTransform transform) {
        public FeaturePlan {
            columns = List.copyOf(columns);
        }
    }

    /** How one column becomes numbers. */
    public enum FeatureTransform {
        /** standardize for numbers, onehot for categories, pass for booleans. */
        @JsonProperty("auto")
        AUTO,
        @JsonProperty("standardize")
        STANDARDIZE,
        /** sign(x)·log1p|x|, then standardised. */
        @JsonProperty("log")
        LOG,
        @JsonProperty("onehot")
        ONEHOT,
        /** The number as it is. */
        @JsonProperty("pass")
        PASS
    }

    /**
     * A hidden layer.
     *
     * @param type of the layer
     * @param units outputs of a dense layer
     * @param activation of a dense layer; null: relu
     * @param dropout the fraction of the layer's outputs that training drops: of a dense layer (null: none) or of a dropout layer
     */
    public record LayerPlan(
            LayerType type,
            @Nullable Integer units,
            @Nullable Activation activation,
            @Nullable Double dropout) {}

    /** Kinds of hidden layers. */
    public enum LayerType {
        @JsonProperty("dense")
        DENSE,
        @JsonProperty("batchNorm")
        BATCH_NORM,
        @JsonProperty("dropout")
        DROPOUT
    }

    /** Activations of dense layers. */
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
