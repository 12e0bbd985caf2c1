package dev.millrace.operator.training;

import dev.millrace.api.v1alpha1.training.Evaluation.Metric;
import dev.millrace.api.v1alpha1.training.Model.Task;

/** Metrics by their names in plans, reports and statuses. */
final class MetricNames {
    private MetricNames() {}

    /** The metric that tells most of a task. */
    static Metric main(Task task) {
        return switch (task) {
            case REGRESSION -> Metric.RMSE;
            case BINARY -> Metric.AUC;
            case MULTICLASS -> Metric.ACCURACY;
        };
    }

    static String wireName(Metric metric) {
        return switch (metric) {
            case RMSE -> "rmse";
            case MAE -> "mae";
            case MAPE -> "mape";
            case R2 -> "r2";
            case ACCURACY -> "accuracy";
            case LOG_LOSS -> "logLoss";
            case AUC -> "auc";
            case F1 -> "f1";
            case PRECISION -> "precision";
            case RECALL -> "recall";
            case BRIER -> "brier";
            case MACRO_F1 -> "macroF1";
        };
    }
}
