package dev.millrace.operator.training;

import dev.millrace.api.v1alpha1.training.Model.Task;
import dev.millrace.api.v1alpha1.training.TrainingRun;
import dev.millrace.api.v1alpha1.training.TrainingRunStatus.Cost;
import dev.millrace.api.v1alpha1.training.TrainingRunStatus.GateResult;
import dev.millrace.api.v1alpha1.training.TrainingRunStatus.Lineage;
import dev.millrace.api.v1alpha1.training.TrainingRunStatus.Metrics;
import dev.millrace.api.v1alpha1.training.TrainingRunStatus.StoredModel;
import dev.millrace.contract.report.TrainSummary;
import dev.millrace.operator.child.Labels;
import dev.millrace.operator.pod.Requirements;
import dev.millrace.operator.step.ObservedStep;
import dev.millrace.operator.step.StepObjects;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a training made and what made it, as a status has it. */
final class Results {
    private static final MathContext SCORE = new MathContext(5);

    private Results() {}

    /** The task's main metric on the test split; null: it was not measured. */
    static @Nullable String score(Task task, TrainSummary training) {
        String metric = MetricNames.wireName(MetricNames.main(task));
        Double value = training.metrics().test().get(metric);
        if (value == null || !Double.isFinite(value)) {
            return null;
        }
        return metric + " "
                + new BigDecimal(value).round(SCORE).stripTrailingZeros().toPlainString();
    }

    static Metrics metrics(TrainSummary training) {
        TrainSummary.Metrics metrics = training.metrics();
        return new Metrics(sorted(metrics.train()), sorted(metrics.validation()), sorted(metrics.test()));
    }

    static Map<String, Map<String, Double>> baselines(TrainSummary training) {
        Map<String, Map<String, Double>> baselines = new TreeMap<>();
        training.baselines().forEach((name, metrics) -> baselines.put(name, sorted(metrics)));
        return baselines;
    }

    /** By name, so that a status reads the same each time. */
    private static <V> Map<String, V> sorted(Map<String, V> unsorted) {
        return new TreeMap<>(unsorted);
    }

    static List<GateResult> gates(TrainSummary training) {
        return training.gates().stream()
                .map(gate -> new GateResult(gate.name(), gate.metric(), gate.bound(), gate.observed(), gate.passed()))
                .toList();
    }

    /** A sentence with each gate that failed; empty: none did. */
    static String failedGates(TrainSummary training) {
        return training.gates().stream()
                .filter(gate -> !gate.passed())
                .map(gate -> "gate '" + gate.name() + "' wants " + gate.metric() + " " + gate.bound() + ", observed "
                        + gate.observed())
                .collect(Collectors.joining("; "));
    }

    static @Nullable StoredModel model(TrainSummary training) {
        TrainSummary.Model model = training.model();
        return model == null
                ? null
                : new StoredModel(model.digest().value(), model.uri(), model.sizeBytes(), model.parity());
    }

    /**
     * What the Job says of itself, so that a run is described by what runs and not by what would be planned now.
     *
     * @param training null: it has not ended
     */
    static Lineage lineage(TrainingRun run, ObservedStep step, @Nullable TrainSummary training) {
        Map<String, String> labels = run.getMetadata().getLabels();
        return new Lineage(
                labels == null ? null : labels.get(Labels.PIPELINE),
                run.getSpec().dataset().name(),
                step.annotation(TrainingResources.DATASET_DIGEST).orElse(""),
                step.annotation(StepObjects.PLAN_KEY).orElse(null),
                step.container().getImage(),
                training == null ? null : training.codeRevision(),
                ModelPlans.hyperparameters(run.getSpec().hyperparameters()).seed(),
                training == null ? null : training.engine(),
                training == null ? null : training.threads());
    }

    /** What the training took, of the tries whose pods are still there. */
    static Cost cost(ObservedStep step, @Nullable TrainSummary training) {
        long gpus = Requirements.gpus(step.container().getResources());
        return new Cost(training == null ? null : training.cpuSeconds(), gpus * step.ranSeconds());
    }
}
