package dev.millrace.trainer.evaluation;

import dev.millrace.contract.report.Metric;
import java.util.Map;

/** Sums up how far predicted numbers are from the true ones. */
final class NumberScores {
    private long rows;
    private double squaredErrors;
    private double absoluteErrors;
    private double relativeErrors;
    private long rowsWithRelativeError;
    private double mean;
    private double squaredDistances;

    void add(double label, double prediction) {
        double error = prediction - label;
        rows++;
        squaredErrors += error * error;
        absoluteErrors += Math.abs(error);
        if (label != 0) {
            relativeErrors += Math.abs(error / label);
            rowsWithRelativeError++;
        }
        double distance = label - mean;
        mean += distance / rows;
        squaredDistances += distance * (label - mean);
    }

    Scorecard scorecard() {
        return new Scorecard(Map.of(
                Metric.RMSE,
                Math.sqrt(squaredErrors / rows),
                Metric.MAE,
                absoluteErrors / rows,
                Metric.MAPE,
                relativeErrors / rowsWithRelativeError,
                Metric.R2,
                1 - squaredErrors / squaredDistances));
    }
}
