package dev.millrace.api.v1alpha1.training;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.millrace.api.v1alpha1.Absent;
import dev.millrace.api.v1alpha1.Limits;
import dev.millrace.api.v1alpha1.Wire;
import dev.millrace.api.v1alpha1.WireEnum;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the result must meet. */
@Wire
public record Evaluation(
        @Size(max = Limits.GATES)
        @JsonPropertyDescription(
                "Bounds on metrics of the test split. If one fails the run is Rejected and its model is never deployed.")
        List<Gate> gates) {
    public Evaluation {
        gates = Absent.asEmpty(gates);
    }

    /** A bound on a metric of the test split, in the label's own units. */
    @Wire
    @ValidationRule(value = "has(self.min) || has(self.max)", message = "a gate needs min or max")
    @ValidationRule(
            value = "!has(self.min) || !has(self.max) || self.min <= self.max",
            message = "min is at most max",
            fieldPath = ".min")
    public record Gate(
            @Required
            @Size(min = 1, max = Limits.RULE_NAME)
            @Pattern("^[A-Za-z0-9]([-_.A-Za-z0-9]*[A-Za-z0-9])?$")
            @JsonPropertyDescription("Name of the gate.")
            String name,

            @Required @JsonPropertyDescription("A metric of the task.")
            Metric metric,

            @JsonPropertyDescription("Smallest value that passes.") @Nullable
            Double min,

            @JsonPropertyDescription("Largest value that passes.") @Nullable
            Double max) {}

    /** Metrics, each of one or two tasks. */
    @WireEnum
    public enum Metric {
        /** Root of the mean squared error. */
        @JsonProperty("rmse")
        RMSE,
        /** Mean absolute error. */
        @JsonProperty("mae")
        MAE,
        /** Mean absolute error as a fraction of the true value. */
        @JsonProperty("mape")
        MAPE,
        /** Coefficient of determination. */
        @JsonProperty("r2")
        R2,
        @JsonProperty("accuracy")
        ACCURACY,
        /** Mean negative logarithm of the true class's probability. */
        @JsonProperty("logLoss")
        LOG_LOSS,
        /** Area under the ROC curve. */
        @JsonProperty("auc")
        AUC,
        @JsonProperty("f1")
        F1,
        @JsonProperty("precision")
        PRECISION,
        @JsonProperty("recall")
        RECALL,
        /** Mean squared difference between the positive class's probability and 0 or 1. */
        @JsonProperty("brier")
        BRIER,
        /** Mean of the classes' F1. */
        @JsonProperty("macroF1")
        MACRO_F1
    }
}
