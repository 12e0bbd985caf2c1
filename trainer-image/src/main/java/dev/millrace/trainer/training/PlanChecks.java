package dev.millrace.trainer.training;

import dev.millrace.contract.plan.Hyperparameters;
import dev.millrace.contract.plan.Hyperparameters.ClassWeights;
import dev.millrace.contract.plan.ModelPlan.LayerPlan;
import dev.millrace.contract.plan.ModelPlan.LayerType;
import dev.millrace.contract.plan.ModelPlan.Task;
import dev.millrace.contract.plan.TrainPlan;
import dev.millrace.contract.report.StepException;
import java.util.ArrayList;
import java.util.List;

/** What is wrong with a plan by itself, whatever the data. The API server refuses most of it; a plan can also come from elsewhere. */
final class PlanChecks {
    private final List<String> problems = new ArrayList<>();

    private PlanChecks() {}

    /** @throws StepException BadInput with all problems */
    static void check(TrainPlan plan) {
        PlanChecks checks = new PlanChecks();
        List<LayerPlan> layers = plan.model().layers();
        for (int i = 0; i < layers.size(); i++) {
            checks.check("spec.model.layers[" + i + "]", layers.get(i));
        }
        checks.check(plan.hyperparameters(), plan.model().task());
        boolean normalises = layers.stream().anyMatch(layer -> layer.type() == LayerType.BATCH_NORM);
        if (normalises && plan.hyperparameters().batchSize() < 2) {
            checks.problems.add(
                    "spec.hyperparameters.batchSize: a batchNorm layer needs at least 2 rows in a batch, not %d."
                            .formatted(plan.hyperparameters().batchSize()));
        }
        if (!checks.problems.isEmpty()) {
            throw StepException.badInput(checks.problems);
        }
    }

    private void check(String field, LayerPlan layer) {
        if (layer.type() == LayerType.DENSE) {
            require(layer.units() != null && layer.units() >= 1, field + ".units: a dense layer needs at least 1.");
        } else {
            require(layer.units() == null, field + ".units: only a dense layer has units; leave them out.");
            require(layer.activation() == null, field + ".activation: only a dense layer has one; leave it out.");
        }
        Double dropout = layer.dropout();
        switch (layer.type()) {
            case DENSE ->
                require(
                        dropout == null || (dropout >= 0 && dropout < 1),
                        field + ".dropout: from 0 to below 1, not " + dropout + ".");
            case DROPOUT ->
                require(
                        dropout != null && dropout > 0 && dropout < 1,
                        field + ".dropout: a dropout layer needs a fraction between 0 and 1.");
            case BATCH_NORM -> require(dropout == null, field + ".dropout: a batchNorm layer has none; leave it out.");
        }
    }

    private void check(Hyperparameters hyperparameters, Task task) {
        String field = "spec.hyperparameters.";
        require(hyperparameters.epochs() >= 1, field + "epochs: at least 1, not " + hyperparameters.epochs() + ".");
        require(
                hyperparameters.batchSize() >= 1,
                field + "batchSize: at least 1, not " + hyperparameters.batchSize() + ".");
        require(
                hyperparameters.patience() >= 1,
                field + "patience: at least 1, not " + hyperparameters.patience() + ".");
        require(
                hyperparameters.learningRate() > 0 && Double.isFinite(hyperparameters.learningRate()),
                field + "learningRate: above 0, not " + hyperparameters.learningRate() + ".");
        require(hyperparameters.l2() >= 0, field + "l2: at least 0, not " + hyperparameters.l2() + ".");
        require(
                task != Task.REGRESSION || hyperparameters.classWeights() == ClassWeights.NONE,
                field + "classWeights: a regression has no classes; leave them out.");
    }

    private void require(boolean holds, String problem) {
        if (!holds) {
            problems.add(problem);
        }
    }
}
