package dev.millrace.operator.training;

import dev.millrace.api.v1alpha1.Reason;
import dev.millrace.api.v1alpha1.Resources;
import dev.millrace.api.v1alpha1.dataset.DatasetVersion;
import dev.millrace.api.v1alpha1.dataset.DatasetVersionStatus;
import dev.millrace.api.v1alpha1.training.TrainingRun;
import dev.millrace.api.v1alpha1.training.TrainingRunSpec;
import dev.millrace.contract.Digest;
import dev.millrace.contract.plan.TrainPlan;
import dev.millrace.operator.condition.Verdict;
import dev.millrace.operator.configuration.OperatorConfiguration;
import dev.millrace.operator.pod.Requirements;
import dev.millrace.operator.resolution.Resolution;
import dev.millrace.operator.resolution.Resolution.Invalid;
import dev.millrace.operator.resolution.Resolution.Problem;
import dev.millrace.operator.resolution.Resolution.Ready;
import dev.millrace.operator.resolution.Resolution.Waiting;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes a run's plan. */
final class TrainingPlanner {
    /** The schema's default. */
    private static final int CHECKPOINT_EVERY = 5;

    private static final String REFERENCE = "spec.dataset.name";

    private TrainingPlanner() {}

    static Resolution<TrainPlan> resolve(TrainingRun run, TrainingInputs inputs, OperatorConfiguration configuration) {
        if (inputs.storeMissing().isPresent()) {
            return new Waiting<>(inputs.storeMissing().get());
        }
        TrainingRunSpec spec = run.getSpec();
        String name = spec.dataset().name();
        DatasetVersion dataset = inputs.dataset();
        if (dataset == null) {
            return Waiting.blocked(
                    Reason.DATASET_NOT_FOUND,
                    "DatasetVersion '" + name + "' (" + REFERENCE + ") does not exist in this namespace");
        }
        DatasetVersionStatus status = dataset.getStatus();
        if (status == null || status.phase() == null) {
            return notReady(name, "has not been looked at yet");
        }
        return switch (status.phase()) {
            case PENDING -> notReady(name, "is Pending: " + status.message());
            case INGESTING -> notReady(name, "is being ingested");
            case FAILED ->
                new Invalid<>(
                        Reason.DATASET_FAILED,
                        List.of(new Problem(REFERENCE, "DatasetVersion '" + name + "' failed: " + status.message())));
            case READY -> onReady(spec, status, configuration);
        };
    }

    private static Resolution<TrainPlan> notReady(String name, String why) {
        return new Waiting<>(
                Verdict.progressing(Reason.DATASET_NOT_READY, "waits for DatasetVersion '" + name + "', which " + why));
    }

    private static Resolution<TrainPlan> onReady(
            TrainingRunSpec spec, DatasetVersionStatus dataset, OperatorConfiguration configuration) {
        String digest = dataset.digest();
        String view = dataset.view();
        if (digest == null || view == null) {
            throw new IllegalStateException("a data version is Ready and has no digest");
        }
        if (spec.dataset().digest() != null && !spec.dataset().digest().equals(digest)) {
            return new Invalid<>(
                    Reason.DATASET_CHANGED,
                    List.of(new Problem(
                            "spec.dataset.digest",
                            "DatasetVersion '" + spec.dataset().name() + "' has the digest " + digest + ", not "
                                    + spec.dataset().digest())));
        }
        List<Problem> problems = ColumnChecks.problems(spec.model(), dataset);
        if (!problems.isEmpty()) {
            return new Invalid<>(Reason.INVALID_SPEC, problems);
        }
        return new Ready<>(new TrainPlan(
                new Digest(digest),
                new Digest(view),
                ModelPlans.model(spec.model()),
                ModelPlans.hyperparameters(spec.hyperparameters()),
                ModelPlans.gates(spec.evaluation()),
                spec.checkpointEvery() == null ? CHECKPOINT_EVERY : spec.checkpointEvery(),
                Requirements.threads(resources(spec.resources(), configuration)),
                configuration.images().trainer()));
    }

    /** What a run's pod asks for and may use. */
    static ResourceRequirements resources(@Nullable Resources spec, OperatorConfiguration configuration) {
        return Requirements.merge(spec == null ? null : spec.toRequirements(), configuration.training());
    }
}
