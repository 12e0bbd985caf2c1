package dev.millrace.api.v1alpha1.training;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.millrace.api.v1alpha1.Absent;
import dev.millrace.api.v1alpha1.Limits;
import dev.millrace.api.v1alpha1.Wire;
import dev.millrace.api.v1alpha1.WireEnum;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is trained. */
@Wire
@ValidationRule(
        value = "!has(self.label) || !has(self.label.positive) || self.task == 'binary'",
        message = "positive is for the task binary",
        fieldPath = ".label")
@ValidationRule(
        value =
                "!has(self.label) || !has(self.label.transform) || self.label.transform == 'none' || self.task == 'regression'",
        message = "transform is for the task regression",
        fieldPath = ".label")
public record Model(
        @Required @JsonPropertyDescription("What the network answers: a number, one of two classes, or one of several.")
        Task task,

        @JsonPropertyDescription("What the network learns. Left out: the data version's column with the role label.")
        @Nullable
        Label label,

        @Size(max = Limits.FEATURE_RULES)
        @JsonPropertyDescription(
                "How columns become the network's input; the first rule that names a column counts. Left out: every feature column with auto.")
        List<Feature> features,

        @Size(max = Limits.LAYERS)
        @JsonPropertyDescription("The hidden layers in order; the output layer follows from the task.")
        List<Layer> layers) {
    public Model {
        features = Absent.asEmpty(features);
        layers = Absent.asEmpty(layers);
    }

    /** What a network answers. */
    @WireEnum
    public enum Task {
        @JsonProperty("regression")
        REGRESSION,
        @JsonProperty("binary")
        BINARY,
        @JsonProperty("multiclass")
        MULTICLASS
    }

    /** What a network learns. */
    @Wire
    public record Label(
            @Size(min = 1, max = Limits.COLUMN_NAME)
            @JsonPropertyDescription("The column. Left out: the data version's column with the role label.")
            @Nullable
            String column,

            @Default("none")
            @JsonPropertyDescription(
                    "What is done to a number before it is standardised, and undone in every prediction. log needs positive numbers.")
            @Nullable
            LabelTransform transform,

            @Size(min = 1, max = Limits.VALUE)
            @JsonPropertyDescription(
                    "The class of a binary task whose probability counts. Left out: the second in byte order.")
            @Nullable
            String positive) {
        /** What is done to a label before it is standardised. */
        @WireEnum
        public enum LabelTransform {
            @JsonProperty("none")
            NONE,
            @JsonProperty("log")
            LOG
        }
    }

    /** How columns become the network's input. */
    @Wire
    public record Feature(
            @Required
            @Size(min = 1, max = Limits.COLUMNS)
            @JsonPropertyDescription("Names of feature columns, or * for all.")
            List<String> columns,

            @Default("auto")
            @JsonPropertyDescription(
                    "auto: standardize for numbers, onehot for categories, pass for booleans. log: sign(x)·ln(1+|x|), then standardised.")
            @Nullable
            FeatureTransform transform) {
        public Feature {
            columns = Absent.asEmpty(columns);
        }

        /** How one column becomes numbers. */
        @WireEnum
        public enum FeatureTransform {
            @JsonProperty("auto")
            AUTO,
            @JsonProperty("standardize")
            STANDARDIZE,
            @JsonProperty("log")
            LOG,
            @JsonProperty("onehot")
            ONEHOT,
            @JsonProperty("pass")
            PASS
        }
    }
}
