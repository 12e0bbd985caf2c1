package dev.millrace.trainer.evaluation;

import dev.millrace.contract.plan.ModelPlan.Task;
import dev.millrace.contract.report.Metric;
import java.util.EnumMap;
import java.util.Map;

/** Sums up how well classes are told. */
final class ClassScores {
    /** The class of a row whose class training did not have: whatever is answered is wrong. */
    static final int UNKNOWN = -1;

    private static final double SMALLEST = 1e-15;

    private final Task task;
    private final long[] actual;
    private final long[] answered;
    private final long[] right;
    private final RankedScores ranked = new RankedScores();
    private long rows;
    private double logarithms;
    private double squares;

    /** @param classes their number; of a binary task the second is the positive one */
    ClassScores(Task task, int classes) {
        this.task = task;
        this.actual = new long[classes];
        this.answered = new long[classes];
        this.right = new long[classes];
    }

    /**
     * Adds a row.
     *
     * @param truth the place of its class, or {@link #UNKNOWN}
     * @param answer the place of the predicted class
     * @param probabilities of the classes
     */
    void add(int truth, int answer, float[] probabilities) {
        rows++;
        answered[answer]++;
        double probability = truth == UNKNOWN ? 0 : probabilities[truth];
        logarithms -= Math.log(Math.max(probability, SMALLEST));
        if (truth == UNKNOWN) {
            return;
        }
        actual[truth]++;
        if (truth == answer) {
            right[truth]++;
        }
        if (task == Task.BINARY) {
            ranked.add(probabilities[1], truth == 1);
            double difference = probabilities[1] - truth;
            squares += difference * difference;
        }
    }

    Scorecard scorecard() {
        Map<Metric, Double> values = new EnumMap<>(Metric.class);
        long correct = 0;
        double f1 = 0;
        for (int i = 0; i < actual.length; i++) {
            correct += right[i];
            f1 += f1(i);
        }
        values.put(Metric.ACCURACY, (double) correct / rows);
        values.put(Metric.LOG_LOSS, logarithms / rows);
        if (task == Task.BINARY) {
            values.put(Metric.AUC, ranked.auc());
            values.put(Metric.PRECISION, share(right[1], answered[1]));
            values.put(Metric.RECALL, share(right[1], actual[1]));
            values.put(Metric.F1, f1(1));
            values.put(Metric.BRIER, squares / (actual[0] + actual[1]));
        } else {
            values.put(Metric.MACRO_F1, f1 / actual.length);
        }
        return new Scorecard(values);
    }

    /** Harmonic mean of a class's precision and recall, which is 2·right / (answered + actual). */
    private double f1(int place) {
        return share(2 * right[place], answered[place] + actual[place]);
    }

    private static double share(long part, long whole) {
        return whole == 0 ? 0 : (double) part / whole;
    }
}
