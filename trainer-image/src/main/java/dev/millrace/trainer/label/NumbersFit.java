package dev.millrace.trainer.label;

import dev.millrace.contract.plan.ModelPlan.LabelTransform;
import dev.millrace.contract.report.StepException;
import dev.millrace.model.output.LabelScale;

/** Fits the scale of a regression's label, row by row in the rows' order: the same rows give the same bits. */
final class NumbersFit {
    private final String column;
    private final LabelTransform transform;
    private final Sums raw = new Sums();
    private final Sums transformed = new Sums();

    NumbersFit(String column, LabelTransform transform) {
        this.column = column;
        this.transform = transform;
    }

    /** Adds a label of the train split. */
    void add(double label) {
        raw.add(label);
        transformed.add(LabelScale.transformed(transform, label));
    }

    Target.Numbers target() {
        double stddev = transformed.stddev();
        if (transformed.min == transformed.max || !(stddev > 0) || !Double.isFinite(stddev)) {
            throw StepException.badInput(
                    "spec.model.label.column: \"%s\" is about %s in all %d rows of the train split; there is nothing to learn."
                            .formatted(column, raw.mean, raw.rows));
        }
        LabelScale scale = new LabelScale(transform, transformed.mean, stddev, transformed.min, transformed.max);
        return new Target.Numbers(column, scale, raw.mean, raw.stddev());
    }

    /** Mean and variance by Welford's method. */
    private static final class Sums {
        private long rows;
        private double mean;
        private double squares;
        private double min = Double.POSITIVE_INFINITY;
        private double max = Double.NEGATIVE_INFINITY;

        void add(double value) {
            rows++;
            double distance = value - mean;
            mean += distance / rows;
            squares += distance * (value - mean);
            min = Math.min(min, value);
            max = Math.max(max, value);
        }

        double stddev() {
            return Math.sqrt(squares / rows);
        }
    }
}
