package dev.millrace.operator.training;

import dev.millrace.api.v1alpha1.training.TrainingRunStatus.Phase;
import dev.millrace.api.v1alpha1.training.TrainingRunStatus.Progress;
import dev.millrace.contract.report.StepSummary;
import dev.millrace.operator.condition.Verdict;
import dev.millrace.operator.step.ObservedStep;
import org.jspecify.annotations.Nullable;

/**
 * Where a run stands: all that its status is made of.
 *
 * @param step its Job and pods; null: there are none
 * @param progress as read now; null: what the status has stays
 * @param summary of the training that ended; null: none has
 */
record Stand(
        Phase phase,
        Verdict verdict,
        @Nullable ObservedStep step,
        @Nullable Progress progress,
        @Nullable StepSummary summary) {
    static Stand of(Phase phase, Verdict verdict) {
        return new Stand(phase, verdict, null, null, null);
    }

    Stand with(ObservedStep observed) {
        return new Stand(phase, verdict, observed, progress, summary);
    }

    Stand with(Progress read) {
        return new Stand(phase, verdict, step, read, summary);
    }

    Stand with(StepSummary reported) {
        return new Stand(phase, verdict, step, progress, reported);
    }

    /** Whether nothing follows any more. */
    boolean finished() {
        return finished(phase);
    }

    static boolean finished(Phase phase) {
        return switch (phase) {
            case SUCCEEDED, REJECTED, FAILED -> true;
            case PENDING, RUNNING, SUSPENDED -> false;
        };
    }
}
