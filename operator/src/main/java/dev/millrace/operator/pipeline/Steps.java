package dev.millrace.operator.pipeline;

import dev.millrace.api.v1alpha1.Condition;
import dev.millrace.api.v1alpha1.ObjectReference;
import dev.millrace.api.v1alpha1.Reason;
import dev.millrace.api.v1alpha1.dataset.DatasetVersion;
import dev.millrace.api.v1alpha1.dataset.DatasetVersionStatus;
import dev.millrace.api.v1alpha1.deployment.ModelDeployment;
import dev.millrace.api.v1alpha1.deployment.ModelDeploymentStatus;
import dev.millrace.api.v1alpha1.deployment.ModelDeploymentStatus.Revision;
import dev.millrace.api.v1alpha1.pipeline.Pipeline;
import dev.millrace.api.v1alpha1.pipeline.PipelineStatus.Promoted;
import dev.millrace.api.v1alpha1.pipeline.PipelineStatus.Step;
import dev.millrace.api.v1alpha1.pipeline.PipelineStatus.StepPhase;
import dev.millrace.api.v1alpha1.training.TrainingRun;
import dev.millrace.api.v1alpha1.training.TrainingRunStatus;
import dev.millrace.operator.condition.Conditions;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where the four steps of an execution stand, as its objects tell. */
final class Steps {
    /** What a new model does to its servers; other troubles, such as a full cluster, are not the execution's. */
    private static final Set<String> BROKEN =
            Set.of(Reason.POD_FAILED.wireName(), Reason.OUT_OF_MEMORY.wireName(), Reason.STORE_CORRUPTED.wireName());

    private final Pipeline pipeline;
    private final PipelineInputs inputs;
    private final @Nullable Promoted promoted;

    /** @param promoted by now */
    Steps(Pipeline pipeline, PipelineInputs inputs, @Nullable Promoted promoted) {
        this.pipeline = pipeline;
        this.inputs = inputs;
        this.promoted = promoted;
    }

    /** In their order; what comes after a failure is skipped. */
    List<Step> of(long execution) {
        Step dataset = dataset(Names.dataset(pipeline, execution));
        Step train = dataset.phase() == StepPhase.FAILED
                ? skipped(Step.Name.TRAIN, "the dataset step failed")
                : train(Names.run(pipeline, execution));
        boolean failed = dataset.phase() == StepPhase.FAILED || train.phase() == StepPhase.FAILED;
        if (failed) {
            return List.of(
                    dataset,
                    train,
                    skipped(Step.Name.PROMOTE, "there is no model to promote"),
                    skipped(Step.Name.DEPLOY, "what is served stays served"));
        }
        Step promote = promote(Names.run(pipeline, execution));
        return List.of(dataset, train, promote, deploy(promote));
    }

    private Step dataset(String name) {
        ObjectReference reference = new ObjectReference("DatasetVersion", name);
        DatasetVersion version = inputs.dataset(name).orElse(null);
        DatasetVersionStatus status = version == null ? null : version.getStatus();
        if (version == null || status == null || status.phase() == null) {
            return new Step(Step.Name.DATASET, StepPhase.PENDING, null, reference, null);
        }
        StepPhase phase =
                switch (status.phase()) {
                    case PENDING -> StepPhase.PENDING;
                    case INGESTING -> StepPhase.RUNNING;
                    case READY -> StepPhase.SUCCEEDED;
                    case FAILED -> StepPhase.FAILED;
                };
        String message = phase == StepPhase.SUCCEEDED && isWithoutDrift(version)
                ? status.message() + " maxDrift was not tested: there is no version before."
                : status.message();
        return new Step(Step.Name.DATASET, phase, status.cached(), reference, message);
    }

    /** Whether the template tests drift, and the version had no parent to test it against. */
    private boolean isWithoutDrift(DatasetVersion version) {
        return version.getSpec().parent() == null
                && pipeline.getSpec().dataset().template().spec().tests().stream()
                        .anyMatch(test -> test.maxDrift() != null);
    }

    private Step train(String name) {
        ObjectReference reference = new ObjectReference("TrainingRun", name);
        TrainingRunStatus status = inputs.run(name).map(TrainingRun::getStatus).orElse(null);
        if (status == null || status.phase() == null) {
            return new Step(Step.Name.TRAIN, StepPhase.PENDING, null, reference, null);
        }
        StepPhase phase =
                switch (status.phase()) {
                    case PENDING, SUSPENDED -> StepPhase.PENDING;
                    case RUNNING -> StepPhase.RUNNING;
                    case SUCCEEDED -> StepPhase.SUCCEEDED;
                    case REJECTED, FAILED -> StepPhase.FAILED;
                };
        return new Step(Step.Name.TRAIN, phase, status.cached(), reference, status.message());
    }

    private Step promote(String run) {
        boolean done = promoted != null && promoted.trainingRun().equals(run);
        return new Step(
                Step.Name.PROMOTE,
                done ? StepPhase.SUCCEEDED : StepPhase.PENDING,
                null,
                done ? new ObjectReference("TrainingRun", run) : null,
                null);
    }

    private Step deploy(Step promote) {
        var template = pipeline.getSpec().deployment();
        if (template == null) {
            return skipped(Step.Name.DEPLOY, "the spec has no deployment");
        }
        ObjectReference reference = new ObjectReference("ModelDeployment", template.name());
        ModelDeployment deployment = inputs.deployment();
        ModelDeploymentStatus status = deployment == null ? null : deployment.getStatus();
        if (promote.phase() != StepPhase.SUCCEEDED || promoted == null || deployment == null || status == null) {
            return new Step(Step.Name.DEPLOY, StepPhase.PENDING, null, reference, null);
        }
        return new Step(Step.Name.DEPLOY, phase(deployment, status, promoted), null, reference, status.message());
    }

    private static StepPhase phase(ModelDeployment deployment, ModelDeploymentStatus status, Promoted promoted) {
        boolean current = deployment.getMetadata().getGeneration().equals(status.observedGeneration());
        boolean stable = is(status.stable(), promoted);
        if (current && stable && Conditions.isTrue(status.conditions(), Condition.Type.READY)) {
            return StepPhase.SUCCEEDED;
        }
        boolean broken = Conditions.find(status.conditions(), Condition.Type.READY)
                .map(Condition::reason)
                .filter(BROKEN::contains)
                .isPresent();
        return broken && (stable || is(status.candidate(), promoted)) ? StepPhase.FAILED : StepPhase.RUNNING;
    }

    private static boolean is(@Nullable Revision revision, Promoted promoted) {
        return revision != null && revision.modelDigest().equals(promoted.modelDigest());
    }

    private static Step skipped(Step.Name name, String why) {
        return new Step(name, StepPhase.SKIPPED, null, null, why);
    }
}
