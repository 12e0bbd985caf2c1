package dev.millrace.operator.deployment;

import dev.millrace.api.v1alpha1.Reason;
import dev.millrace.api.v1alpha1.pipeline.PipelineStatus;
import dev.millrace.api.v1alpha1.pipeline.PipelineStatus.Promoted;
import dev.millrace.api.v1alpha1.training.TrainingRun;
import dev.millrace.api.v1alpha1.training.TrainingRunStatus;
import dev.millrace.api.v1alpha1.training.TrainingRunStatus.GateResult;
import dev.millrace.api.v1alpha1.training.TrainingRunStatus.Phase;
import dev.millrace.operator.child.Labels;
import dev.millrace.operator.deployment.Wanted.OfPipeline;
import dev.millrace.operator.deployment.Wanted.OfRun;
import dev.millrace.operator.resolution.Resolution;
import dev.millrace.operator.resolution.Resolution.Invalid;
import dev.millrace.operator.resolution.Resolution.Problem;
import dev.millrace.operator.resolution.Resolution.Ready;
import dev.millrace.operator.resolution.Resolution.Waiting;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Decides which model is served. */
final class DeploymentPlanner {
    private static final String RUN_FIELD = "spec.model.trainingRun";

    private DeploymentPlanner() {}

    /** The plan that serves the wanted model, once it is there. Until then {@link Revisions#standing} stays served. */
    static Resolution<ServingPlan> resolve(Revisions revisions, DeploymentInputs inputs) {
        if (inputs.storeMissing() != null) {
            return new Waiting<>(inputs.storeMissing());
        }
        return inputs.wanted().match(run -> ofRun(run, revisions), pipeline -> ofPipeline(pipeline, revisions));
    }

    private static Resolution<ServingPlan> ofRun(OfRun wanted, Revisions revisions) {
        String run = "TrainingRun '" + wanted.name() + "'";
        if (wanted.run() == null) {
            // A model outlives its run: what came of this one is known.
            return revisions
                    .standing()
                    .filter(standing -> standing.model().trainingRun().equals(wanted.name()))
                    .<Resolution<ServingPlan>>map(Ready::new)
                    .orElseGet(() -> Waiting.blocked(
                            Reason.TRAINING_RUN_NOT_FOUND, run + " (" + RUN_FIELD + ") does not exist"));
        }
        TrainingRunStatus status = wanted.run().getStatus();
        Phase phase = status == null ? null : status.phase();
        if (status == null || phase == null) {
            return notFinished(run + " has not begun");
        }
        return switch (phase) {
            case PENDING, SUSPENDED ->
                notFinished(run + " is " + phase.name().toLowerCase(Locale.ROOT) + because(status.message()));
            case RUNNING -> notFinished(run + " is running" + percent(status));
            case SUCCEEDED ->
                status.model() == null
                        ? notFinished(run + " has not named its model")
                        : new Ready<>(revisions.plan(
                                model(wanted.run(), status, status.model().digest())));
            case REJECTED ->
                never(
                        Reason.TRAINING_RUN_REJECTED,
                        run + " was rejected" + failedGates(status) + ", its model is never served: name another run");
            case FAILED ->
                never(Reason.TRAINING_RUN_FAILED, run + " failed" + because(status.message()) + ": name another run");
        };
    }

    private static Resolution<ServingPlan> ofPipeline(OfPipeline wanted, Revisions revisions) {
        String name = "Pipeline '" + wanted.name() + "'";
        if (wanted.pipeline() == null) {
            return Waiting.blocked(Reason.PIPELINE_NOT_FOUND, name + " (spec.model.pipeline) does not exist");
        }
        PipelineStatus pipeline = wanted.pipeline().getStatus();
        Promoted promoted = pipeline == null ? null : pipeline.promoted();
        if (promoted == null) {
            return Waiting.blocked(
                    Reason.NOTHING_PROMOTED,
                    name + " has not promoted a run yet" + because(pipeline == null ? null : pipeline.message()));
        }
        TrainingRunStatus run = wanted.run() == null ? null : wanted.run().getStatus();
        if (wanted.run() != null
                && run != null
                && run.model() != null
                && run.model().digest().equals(promoted.modelDigest())) {
            return new Ready<>(revisions.plan(model(wanted.run(), run, promoted.modelDigest())));
        }
        // The run is gone, and the promotion says enough to serve its model.
        return new Ready<>(revisions
                .standing()
                .filter(standing -> standing.model().digest().equals(promoted.modelDigest()))
                .orElseGet(() -> revisions.plan(
                        new ServedModel(promoted.modelDigest(), promoted.trainingRun(), null, null, wanted.name()))));
    }

    private static ServedModel model(TrainingRun run, TrainingRunStatus status, String digest) {
        TrainingRunStatus.Lineage lineage = status.lineage();
        String label = run.getMetadata().getLabels() == null
                ? null
                : run.getMetadata().getLabels().get(Labels.PIPELINE);
        return new ServedModel(
                digest,
                run.getMetadata().getName(),
                lineage == null ? run.getSpec().dataset().name() : lineage.dataset(),
                lineage == null ? null : lineage.datasetDigest(),
                lineage == null || lineage.pipeline() == null ? label : lineage.pipeline());
    }

    private static Resolution<ServingPlan> notFinished(String message) {
        return Waiting.blocked(Reason.TRAINING_RUN_NOT_FINISHED, message);
    }

    private static Resolution<ServingPlan> never(Reason reason, String message) {
        return new Invalid<>(reason, List.of(new Problem(RUN_FIELD, message)));
    }

    private static String percent(TrainingRunStatus status) {
        return status.progress() == null ? "" : " (" + status.progress().percent() + " %)";
    }

    private static String failedGates(TrainingRunStatus status) {
        String gates = status.gates().stream()
                .filter(gate -> !Boolean.TRUE.equals(gate.passed()))
                .map(DeploymentPlanner::said)
                .collect(Collectors.joining(", "));
        return gates.isEmpty() ? because(status.message()) : " by " + gates;
    }

    private static String said(GateResult gate) {
        return "gate '" + gate.name() + "' (" + gate.metric() + " is " + Objects.toString(gate.observed(), "unknown")
                + ", must be " + gate.bound() + ")";
    }

    /** Another's sentence, which does not end ours. */
    private static String because(@Nullable String message) {
        if (message == null || message.isBlank()) {
            return "";
        }
        return ": " + (message.endsWith(".") ? message.substring(0, message.length() - 1) : message);
    }
}
