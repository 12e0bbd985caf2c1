package dev.millrace.operator.training;

import dev.millrace.api.v1alpha1.training.Scheduling;
import dev.millrace.api.v1alpha1.training.Toleration;
import dev.millrace.api.v1alpha1.training.TrainingRun;
import dev.millrace.api.v1alpha1.training.TrainingRunSpec;
import dev.millrace.contract.plan.TrainPlan;
import dev.millrace.operator.child.Labels;
import dev.millrace.operator.configuration.OperatorConfiguration;
import dev.millrace.operator.step.Step;
import dev.millrace.operator.step.Step.Placement;
import dev.millrace.operator.step.StepInput;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A run's training as a step. */
final class TrainingResources {
    /** The annotation of a Job with the digest of the rows that it trains on. */
    static final String DATASET_DIGEST = "millrace.dev/dataset-digest";

    /** The schema's default. */
    private static final int RETRIES = 3;

    private TrainingResources() {}

    static Step step(TrainingRun run, TrainPlan plan, OperatorConfiguration configuration) {
        TrainingRunSpec spec = run.getSpec();
        return new Step(
                Step.Kind.TRAIN,
                run,
                plan,
                new Step.Marks(
                        Map.of(
                                Labels.DATASET, spec.dataset().name(),
                                Labels.TRAINING_RUN, run.getMetadata().getName()),
                        Map.of(DATASET_DIGEST, plan.dataset().value()),
                        attempts(run)),
                TrainingPlanner.resources(spec.resources(), configuration),
                placement(spec.scheduling()),
                spec.limits() == null || spec.limits().retries() == null
                        ? RETRIES
                        : spec.limits().retries(),
                StepInput.STORE);
    }

    private static int attempts(TrainingRun run) {
        return run.getStatus() == null || run.getStatus().attempts() == null
                ? 0
                : run.getStatus().attempts();
    }

    private static Placement placement(@Nullable Scheduling scheduling) {
        if (scheduling == null) {
            return Placement.ANYWHERE;
        }
        return new Placement(
                scheduling.priorityClassName(),
                scheduling.nodeSelector(),
                scheduling.tolerations().stream().map(Toleration::toToleration).toList());
    }
}
