package dev.millrace.trainer.evaluation;

import dev.millrace.model.inference.Outputs;
import dev.millrace.trainer.label.Labels;
import java.util.Map;

/** Holds answers for the rows of one split against the truth and against each other, batch by batch. */
sealed interface Comparison permits NumberComparison, ClassComparison {
    /** Scores the exported graph's answers. */
    void score(Labels labels, Outputs exported, int rows);

    /** Compares the exported graph's answers with the trained network's, [rows, outputs]. */
    void compare(Outputs exported, float[] trained, Parity parity);

    /** Scores the baselines' answers for features, [rows, width]. */
    void scoreBaselines(Labels labels, float[] features, int rows);

    /** The exported graph's metrics. */
    Scorecard scorecard();

    /** The baselines' metrics by their names. */
    Map<String, Scorecard> baselines();
}
