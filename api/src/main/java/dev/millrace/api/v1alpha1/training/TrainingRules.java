package dev.millrace.api.v1alpha1.training;

/** CEL rules that are too long to read inside an annotation. A test keeps the lists of fields complete. */
final class TrainingRules {
    /** Fields that never change: same presence, same value. */
    static final String FIXED = "self.dataset == oldSelf.dataset && self.model == oldSelf.model"
            + " && has(self.hyperparameters) == has(oldSelf.hyperparameters)"
            + " && (!has(self.hyperparameters) || self.hyperparameters == oldSelf.hyperparameters)"
            + " && has(self.evaluation) == has(oldSelf.evaluation)"
            + " && (!has(self.evaluation) || self.evaluation == oldSelf.evaluation)"
            + " && has(self.checkpointEvery) == has(oldSelf.checkpointEvery)"
            + " && (!has(self.checkpointEvery) || self.checkpointEvery == oldSelf.checkpointEvery)";

    /** Fields that change while the run is suspended. */
    static final String FIXED_WHILE_RUNNING = "(has(oldSelf.suspend) && oldSelf.suspend)"
            + " || (has(self.resources) == has(oldSelf.resources)"
            + " && (!has(self.resources) || self.resources == oldSelf.resources)"
            + " && has(self.scheduling) == has(oldSelf.scheduling)"
            + " && (!has(self.scheduling) || self.scheduling == oldSelf.scheduling)"
            + " && has(self.limits) == has(oldSelf.limits)"
            + " && (!has(self.limits) || self.limits == oldSelf.limits))";

    static final String METRICS_FIT =
            "!has(self.evaluation) || !has(self.evaluation.gates) || self.evaluation.gates.all(g,"
                    + " self.model.task == 'regression' ? g.metric in ['rmse', 'mae', 'mape', 'r2']"
                    + " : self.model.task == 'binary' ? g.metric in ['accuracy', 'logLoss', 'auc', 'f1', 'precision', 'recall', 'brier']"
                    + " : g.metric in ['accuracy', 'logLoss', 'macroF1'])";

    static final String METRICS_FIT_MESSAGE = "a gate's metric fits the task: regression has rmse, mae, mape, r2;"
            + " binary accuracy, logLoss, auc, f1, precision, recall, brier; multiclass accuracy, logLoss, macroF1";

    static final String WEIGHTS_FIT = "self.model.task != 'regression' || !has(self.hyperparameters)"
            + " || !has(self.hyperparameters.classWeights) || self.hyperparameters.classWeights == 'none'";

    static final String WEIGHTS_FIT_MESSAGE = "classWeights: balanced is for the tasks binary and multiclass";

    private TrainingRules() {}
}
