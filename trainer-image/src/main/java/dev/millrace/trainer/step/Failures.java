package dev.millrace.trainer.step;

import dev.millrace.contract.report.StepException;
import dev.millrace.contract.report.StepSummary.FailureReason;
import dev.millrace.store.StoreException;
import dev.millrace.store.StoreException.ContentCorrupted;
import dev.millrace.store.StoreException.ContentMissing;
import dev.millrace.store.StoreException.StoreMissing;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;

/** Why steps fail: each throwable as a reason and a sentence. */
public final class Failures {
    private Failures() {}

    /** What kind of failure it is, which decides whether another try may help. */
    public static FailureReason reason(Throwable failure) {
        if (failure instanceof StepException step) {
            return step.reason();
        }
        if (failure instanceof ContentMissing || failure instanceof ContentCorrupted) {
            return FailureReason.STORE_CORRUPTED;
        }
        if (failure instanceof StoreMissing) {
            return FailureReason.STORE_MISSING;
        }
        if (failure instanceof StoreException
                || failure instanceof IOException
                || failure instanceof UncheckedIOException
                || failure instanceof OutOfMemoryError) {
            return FailureReason.TRANSIENT;
        }
        return FailureReason.INTERNAL;
    }

    /** One sentence for a person. */
    public static String message(Throwable failure) {
        String message = Objects.requireNonNullElse(failure.getMessage(), "no details");
        if (failure instanceof StepException || failure instanceof StoreException) {
            return message;
        }
        if (failure instanceof OutOfMemoryError) {
            return "The step ran out of memory: raise its memory limit.";
        }
        if (failure instanceof UncheckedIOException unchecked) {
            return message(Objects.requireNonNullElse(unchecked.getCause(), new IOException(message)));
        }
        if (failure instanceof IOException) {
            return "Reading or writing failed: " + message;
        }
        return "Internal error, a defect of Millrace: " + message + " (details are in the pod's log)";
    }
}
