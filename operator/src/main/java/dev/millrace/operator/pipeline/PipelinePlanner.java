package dev.millrace.operator.pipeline;

import dev.millrace.api.v1alpha1.NameReference;
import dev.millrace.api.v1alpha1.Reason;
import dev.millrace.api.v1alpha1.dataset.DatasetVersion;
import dev.millrace.api.v1alpha1.dataset.DatasetVersionSpec;
import dev.millrace.api.v1alpha1.dataset.DatasetVersionStatus;
import dev.millrace.api.v1alpha1.deployment.ModelDeploymentSpec;
import dev.millrace.api.v1alpha1.deployment.ModelDeploymentSpec.ModelReference;
import dev.millrace.api.v1alpha1.pipeline.Pipeline;
import dev.millrace.api.v1alpha1.pipeline.PipelineStatus;
import dev.millrace.api.v1alpha1.pipeline.PipelineStatus.Execution;
import dev.millrace.api.v1alpha1.pipeline.PipelineStatus.Promoted;
import dev.millrace.api.v1alpha1.training.DatasetReference;
import dev.millrace.api.v1alpha1.training.TrainingRun;
import dev.millrace.api.v1alpha1.training.TrainingRunSpec;
import dev.millrace.api.v1alpha1.training.TrainingRunStatus.Phase;
import dev.millrace.operator.condition.Verdict;
import dev.millrace.operator.pipeline.ExecutionPlan.Hold;
import dev.millrace.operator.pipeline.ExecutionPlan.Identity;
import dev.millrace.operator.resolution.Resolution;
import dev.millrace.operator.resolution.Resolution.Invalid;
import dev.millrace.operator.resolution.Resolution.Problem;
import dev.millrace.operator.resolution.Resolution.Ready;
import dev.millrace.operator.resolution.Resolution.Waiting;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Decides which execution runs and what is to be done for it. */
final class PipelinePlanner {
    private final Pipeline pipeline;
    private final PipelineInputs inputs;
    private final PipelineStatus before;

    private PipelinePlanner(Pipeline pipeline, PipelineInputs inputs) {
        this.pipeline = pipeline;
        this.inputs = inputs;
        this.before = PipelineStatuses.before(pipeline);
    }

    static Resolution<ExecutionPlan> resolve(Pipeline pipeline, PipelineInputs inputs) {
        return new PipelinePlanner(pipeline, inputs).resolve();
    }

    private Resolution<ExecutionPlan> resolve() {
        if (Boolean.TRUE.equals(pipeline.getSpec().suspend())) {
            return new Waiting<>(Verdict.idle(
                    Reason.SUSPENDED,
                    "suspended: nothing starts and nothing is promoted; what is served stays served"));
        }
        Identity identity = Executions.wanted(pipeline, inputs);
        if (!Names.fit(pipeline, identity.number())) {
            return new Invalid<>(
                    Reason.INVALID_SPEC,
                    List.of(new Problem(
                            "metadata.name",
                            "too long for another execution, whose run would be called '"
                                    + Names.run(pipeline, identity.number())
                                    + "': a name has at most 40 characters, make a Pipeline of another name")));
        }
        Promoted promoted = promoted(identity);
        return new Ready<>(
                new ExecutionPlan(identity, dataset(identity), training(identity), promoted, deployment(promoted)));
    }

    /** Null once it is there. What failed can be tried again by deleting it; what succeeded is not made again. */
    private @Nullable DatasetVersionSpec dataset(Identity identity) {
        if (isOver(identity)
                || inputs.dataset(Names.dataset(pipeline, identity.number())).isPresent()) {
            return null;
        }
        DatasetVersionSpec template = pipeline.getSpec().dataset().template().spec();
        return parent(identity)
                .map(parent -> template.withParent(
                        new NameReference(parent.getMetadata().getName())))
                .orElseGet(template::withoutParent);
    }

    private @Nullable TrainingRunSpec training(Identity identity) {
        if (isOver(identity)
                || inputs.run(Names.run(pipeline, identity.number())).isPresent()) {
            return null;
        }
        return inputs.dataset(Names.dataset(pipeline, identity.number()))
                .filter(PipelinePlanner::isReady)
                .map(dataset -> new DatasetReference(dataset.getMetadata().getName(), null))
                .map(pipeline.getSpec().training().template().spec()::on)
                .orElse(null);
    }

    /** The newest version before this one that is Ready. */
    private Optional<DatasetVersion> parent(Identity identity) {
        return inputs.datasets().stream()
                .filter(dataset -> Executions.number(pipeline, dataset) < identity.number())
                .filter(PipelinePlanner::isReady)
                .max(Comparator.comparingLong(dataset -> Executions.number(pipeline, dataset)));
    }

    /** The run of the execution that is wanted, once it succeeded; until then what was promoted before. */
    private @Nullable Promoted promoted(Identity identity) {
        if (isOver(identity)) {
            return before.promoted();
        }
        Optional<Promoted> now =
                inputs.run(Names.run(pipeline, identity.number())).flatMap(PipelinePlanner::promotable);
        if (now.isPresent() || before.execution() != null) {
            return now.orElse(before.promoted());
        }
        // Without a status, after a restore, what was promoted is the newest run that could be.
        return inputs.runs().stream()
                .sorted(Comparator.comparingLong((TrainingRun run) -> Executions.number(pipeline, run))
                        .reversed())
                .map(PipelinePlanner::promotable)
                .flatMap(Optional::stream)
                .findFirst()
                .orElse(null);
    }

    private static Optional<Promoted> promotable(TrainingRun run) {
        return Optional.ofNullable(run.getStatus())
                .filter(status -> status.phase() == Phase.SUCCEEDED)
                .map(status -> status.model())
                .map(model -> new Promoted(run.getMetadata().getName(), model.digest()));
    }

    private @Nullable ModelDeploymentSpec deployment(@Nullable Promoted promoted) {
        var deployment = pipeline.getSpec().deployment();
        if (deployment == null || promoted == null) {
            return null;
        }
        return deployment
                .templateSpec()
                .of(ModelReference.ofPipeline(pipeline.getMetadata().getName()));
    }

    /**
     * Runs under way that nobody waits for are suspended, and the one that is wanted goes on. One that a person suspended stays so: the
     * field is theirs then.
     */
    static List<Hold> holds(Pipeline pipeline, PipelineInputs inputs, Resolution<ExecutionPlan> resolution) {
        Optional<String> wanted = resolution.match(
                plan -> Optional.of(Names.run(pipeline, plan.identity().number())),
                waiting -> Optional.empty(),
                invalid -> Optional.empty());
        return inputs.runs().stream()
                .filter(PipelinePlanner::isUnderWay)
                .map(run -> new Hold(
                        run, !wanted.equals(Optional.of(run.getMetadata().getName()))))
                .filter(hold -> hold.suspend()
                        != Boolean.TRUE.equals(hold.run().getSpec().suspend()))
                .toList();
    }

    private static boolean isUnderWay(TrainingRun run) {
        Phase phase = run.getStatus() == null ? null : run.getStatus().phase();
        return phase != Phase.SUCCEEDED && phase != Phase.REJECTED && phase != Phase.FAILED;
    }

    private static boolean isReady(DatasetVersion dataset) {
        return dataset.getStatus() != null && dataset.getStatus().phase() == DatasetVersionStatus.Phase.READY;
    }

    private boolean isOver(Identity identity) {
        Execution known = before.execution();
        return known != null && known.number() == identity.number() && Executions.succeeded(known);
    }
}
