package dev.millrace.trainer.label;

import dev.millrace.contract.Split;
import dev.millrace.contract.plan.ModelPlan;
import dev.millrace.contract.plan.ModelPlan.LabelTransform;
import dev.millrace.contract.plan.ModelPlan.Task;
import dev.millrace.contract.report.StepException;
import dev.millrace.model.inference.Columns;
import dev.millrace.trainer.row.RowSource;
import java.io.IOException;
import java.util.List;

/** Reads the labels of the train split and fits what the network learns; those of the validation split are checked only. */
public final class TargetFit {
    private final LabelColumn column;
    private final ModelPlan plan;
    private final NumbersFit numbers;
    private final ClassesFit classes;
    private long missing;
    private long notPositive;
    private double smallest = Double.POSITIVE_INFINITY;

    private TargetFit(LabelColumn column, ModelPlan plan) {
        this.column = column;
        this.plan = plan;
        this.numbers = new NumbersFit(column.name(), plan.label().transform());
        this.classes = new ClassesFit(column.name(), plan.task(), plan.label());
    }

    /**
     * Fits the target.
     *
     * @throws StepException BadInput: labels that are missing, all the same, too many classes, or not positive where a logarithm is wanted
     */
    public static Target fit(LabelColumn column, ModelPlan plan, RowSource rows) throws IOException {
        TargetFit fit = new TargetFit(column, plan);
        rows.read(Split.TRAIN, List.of(column.name()), batch -> fit.add(batch, true));
        rows.read(Split.VALIDATION, List.of(column.name()), batch -> fit.add(batch, false));
        return fit.target();
    }

    private void add(Columns batch, boolean train) {
        Labels labels = new Labels(column, batch);
        for (int row = 0; row < batch.rows(); row++) {
            if (labels.isMissing(row)) {
                missing++;
            } else if (plan.task() == Task.REGRESSION) {
                addNumber(labels.number(row), train);
            } else if (train) {
                classes.add(labels.text(row));
            }
        }
    }

    private void addNumber(double label, boolean train) {
        if (plan.label().transform() == LabelTransform.LOG && label <= 0) {
            notPositive++;
            smallest = Math.min(smallest, label);
        } else if (train) {
            numbers.add(label);
        }
    }

    private Target target() {
        if (missing > 0) {
            throw StepException.badInput(
                    "spec.model.label.column: %d rows of the train and validation splits have no \"%s\"; give it the role label in the data version, so that such rows are in no split."
                            .formatted(missing, column.name()));
        }
        if (notPositive > 0) {
            throw StepException.badInput(
                    "spec.model.label.transform: log needs positive labels, but %d rows of the train and validation splits have a \"%s\" of zero or less, down to %s; use the transform none, or leave such rows out of the data version."
                            .formatted(notPositive, column.name(), smallest));
        }
        return plan.task() == Task.REGRESSION ? numbers.target() : classes.target();
    }
}
