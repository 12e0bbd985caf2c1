package dev.millrace.trainer.evaluation;

import dev.millrace.contract.report.StepException;
import dev.millrace.contract.report.StepSummary.FailureReason;

/** Whether the exported graph answers as the trained network does. */
final class Parity {
    private static final double TOLERANCE = 1e-4;

    private double worst;
    private double worstTrained;
    private double worstExported;

    /**
     * Compares two predicted numbers.
     *
     * @param stddev of the label
     */
    void compareNumbers(double trained, double exported, double stddev) {
        compare(trained, exported, TOLERANCE * Math.max(Math.abs(exported), stddev));
    }

    void compareProbabilities(double trained, double exported) {
        compare(trained, exported, TOLERANCE);
    }

    private void compare(double trained, double exported, double allowed) {
        double difference = Math.abs(trained - exported) / allowed;
        if (difference > worst || Double.isNaN(difference)) {
            worst = Double.isNaN(difference) ? Double.POSITIVE_INFINITY : difference;
            worstTrained = trained;
            worstExported = exported;
        }
    }

    /**
     * The largest difference, relative to what is allowed.
     *
     * @throws StepException ParityFailed if it is above 1
     */
    double check() {
        if (worst <= 1) {
            return worst;
        }
        throw new StepException(
                FailureReason.PARITY_FAILED,
                "The exported graph does not answer as the trained network: %s instead of %s, %.3g times what is allowed to differ."
                        .formatted(worstExported, worstTrained, worst));
    }
}
