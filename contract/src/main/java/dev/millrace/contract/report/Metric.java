package dev.millrace.contract.report;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.millrace.contract.plan.ModelPlan.Task;
import java.util.List;
import java.util.Optional;

/** What a model is measured by. Regression metrics are in the label's own units. */
public enum Metric {
    /** Root of the mean squared error. */
    @JsonProperty("rmse")
    RMSE("rmse", false),
    /** Mean absolute error. */
    @JsonProperty("mae")
    MAE("mae", false),
    /** Mean of |error / label| over the rows whose label is not zero. */
    @JsonProperty("mape")
    MAPE("mape", false),
    /** One minus the squared error's share of the squared error of the split's own mean. */
    @JsonProperty("r2")
    R2("r2", true),
    /** Area under the ROC curve: how often a positive row scores above a negative one, ties half. */
    @JsonProperty("auc")
    AUC("auc", true),
    /** Mean negative logarithm of the true class's probability, which counts as at least 1e-15. */
    @JsonProperty("logLoss")
    LOG_LOSS("logLoss", false),
    @JsonProperty("accuracy")
    ACCURACY("accuracy", true),
    /** Share of the positive answers that are right; 0 without positive answers. */
    @JsonProperty("precision")
    PRECISION("precision", true),
    /** Share of the positive rows that are found; 0 without positive rows. */
    @JsonProperty("recall")
    RECALL("recall", true),
    /** Harmonic mean of precision and recall. */
    @JsonProperty("f1")
    F1("f1", true),
    /** Mean squared difference between the positive class's probability and 0 or 1. */
    @JsonProperty("brier")
    BRIER("brier", false),
    /** Mean of the classes' F1, each class weighing the same. */
    @JsonProperty("macroF1")
    MACRO_F1("macroF1", true);

    private final String wireName;
    private final boolean higherIsBetter;

    Metric(String wireName, boolean higherIsBetter) {
        this.wireName = wireName;
        this.higherIsBetter = higherIsBetter;
    }

    /** As plans, reports and statuses call it. */
    public String wireName() {
        return wireName;
    }

    /** Whether one value is better than another. */
    public boolean isBetter(double value, double other) {
        return higherIsBetter ? value > other : value < other;
    }

    /** The metric by which a task's models are compared. */
    public static Metric leading(Task task) {
        return switch (task) {
            case REGRESSION -> RMSE;
            case BINARY -> AUC;
            case MULTICLASS -> ACCURACY;
        };
    }

    /** The metrics of a task. */
    public static List<Metric> of(Task task) {
        return switch (task) {
            case REGRESSION -> List.of(RMSE, MAE, MAPE, R2);
            case BINARY -> List.of(AUC, LOG_LOSS, ACCURACY, PRECISION, RECALL, F1, BRIER);
            case MULTICLASS -> List.of(ACCURACY, MACRO_F1, LOG_LOSS);
        };
    }

    /** A metric of a task by its wire name. */
    public static Optional<Metric> of(Task task, String wireName) {
        return of(task).stream()
                .filter(metric -> metric.wireName.equals(wireName))
                .findFirst();
    }
}
