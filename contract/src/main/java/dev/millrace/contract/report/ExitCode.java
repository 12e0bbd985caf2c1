package dev.millrace.contract.report;

import dev.millrace.contract.report.StepSummary.FailureReason;
import org.jspecify.annotations.Nullable;

/** How a step's process ends. The codes that are never retried are the Job's pod failure policy. */
public enum ExitCode {
    SUCCEEDED(0, false),
    /** A defect, or killed: retried, at most as often as the spec allows. */
    INTERNAL(1, true),
    /** Wrong usage of the command line. */
    USAGE(2, false),
    /** Wrong plan or data: never retried. */
    BAD_INPUT(65, false),
    /** A data test or a gate failed: never retried. */
    REJECTED(66, false),
    /** May pass: retried. */
    TRANSIENT(75, true);

    private final int code;
    private final boolean retried;

    ExitCode(int code, boolean retried) {
        this.code = code;
        this.retried = retried;
    }

    public int code() {
        return code;
    }

    public boolean retried() {
        return retried;
    }

    /** The code that a step ends with for a reason; null: it succeeded. */
    public static ExitCode of(@Nullable FailureReason reason) {
        if (reason == null) {
            return SUCCEEDED;
        }
        return switch (reason) {
            case BAD_INPUT, TRAINING_DIVERGED, PARITY_FAILED, STORE_CORRUPTED -> BAD_INPUT;
            case TESTS_FAILED, GATES_FAILED -> REJECTED;
            case STORE_MISSING, TRANSIENT -> TRANSIENT;
            case INTERNAL -> INTERNAL;
        };
    }
}
