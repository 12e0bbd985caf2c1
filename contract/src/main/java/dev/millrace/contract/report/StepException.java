package dev.millrace.contract.report;

import dev.millrace.contract.report.StepSummary.FailureReason;
import java.util.List;

/** Ends a step without success. Its message is for the person who wrote the spec: the field, column or file, and the way out. */
public final class StepException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final FailureReason reason;

    public StepException(FailureReason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public StepException(FailureReason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    /** The plan or the data is wrong. */
    public static StepException badInput(String message) {
        return new StepException(FailureReason.BAD_INPUT, message);
    }

    /**
     * The plan or the data is wrong in several ways, told at once.
     *
     * @param problems at least one sentence, each with its field
     */
    public static StepException badInput(List<String> problems) {
        return badInput(String.join(" ", problems));
    }

    /**
     * The plan or the data is wrong in so many ways that the first ones are told.
     *
     * @param problems at least one sentence, each with its field
     * @param most sentences to tell
     */
    public static StepException badInput(List<String> problems, int most) {
        return badInput(problems.subList(0, Math.min(most, problems.size())));
    }

    public FailureReason reason() {
        return reason;
    }
}
