package dev.millrace.operator.pipeline;

import dev.millrace.api.v1alpha1.Reason;
import dev.millrace.api.v1alpha1.pipeline.Pipeline;
import dev.millrace.api.v1alpha1.pipeline.PipelineStatus;
import dev.millrace.operator.event.Events;
import dev.millrace.operator.event.Events.Occurrence;
import dev.millrace.operator.event.Events.Severity;
import java.util.Objects;

/** Events beside those of the Ready condition: an execution starts, a run is promoted. */
final class Milestones {
    private final Events events;

    Milestones(Events events) {
        this.events = events;
    }

    /** Compares a new status with the one that the pipeline has. */
    void tell(Pipeline pipeline, PipelineStatus after) {
        PipelineStatus before = PipelineStatuses.before(pipeline);
        var execution = after.execution();
        if (execution != null
                && (before.execution() == null || !before.execution().number().equals(execution.number()))) {
            tell(pipeline, Reason.EXECUTION_STARTED, "execution " + execution.number() + " started");
        }
        var promoted = after.promoted();
        if (promoted != null && !Objects.equals(promoted, before.promoted())) {
            tell(
                    pipeline,
                    Reason.PROMOTED,
                    "TrainingRun '" + promoted.trainingRun() + "' is promoted: " + promoted.modelDigest());
        }
    }

    private void tell(Pipeline pipeline, Reason reason, String note) {
        events.publish(pipeline, new Occurrence(Severity.NORMAL, reason.wireName(), "Reconcile", note));
    }
}
