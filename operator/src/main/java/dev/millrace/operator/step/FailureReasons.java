package dev.millrace.operator.step;

import dev.millrace.api.v1alpha1.Reason;
import dev.millrace.contract.report.StepSummary.FailureReason;
import org.jspecify.annotations.Nullable;

/** What a step reports, as a condition's reason. */
public final class FailureReasons {
    private FailureReasons() {}

    /** The reason of a step that did not succeed. */
    public static Reason of(@Nullable FailureReason reason) {
        if (reason == null) {
            return Reason.INTERNAL_ERROR;
        }
        return switch (reason) {
            case BAD_INPUT -> Reason.BAD_INPUT;
            case TESTS_FAILED -> Reason.TESTS_FAILED;
            case GATES_FAILED -> Reason.GATES_FAILED;
            case TRAINING_DIVERGED -> Reason.TRAINING_DIVERGED;
            case PARITY_FAILED -> Reason.PARITY_FAILED;
            case STORE_CORRUPTED -> Reason.STORE_CORRUPTED;
            case STORE_MISSING -> Reason.STORE_MISSING;
            case TRANSIENT -> Reason.TRANSIENT;
            case INTERNAL -> Reason.INTERNAL_ERROR;
        };
    }
}
