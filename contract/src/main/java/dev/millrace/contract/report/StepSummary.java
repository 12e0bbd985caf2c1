package dev.millrace.contract.report;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.millrace.contract.Digest;
import org.jspecify.annotations.Nullable;

/**
 * The one message that a step's pod leaves behind: its termination message, at most {@link #MAX_BYTES} of JSON.
 *
 * @param plan the step's key
 * @param outcome what came of it
 * @param reason why not, where it did not succeed
 * @param message one sentence for a person, with the field or column and the way out where there is one
 * @param cached whether the step's report was found instead of its work done
 * @param ingest what an ingest made
 * @param training what a training made
 */
public record StepSummary(
        Digest plan,
        Outcome outcome,
        @Nullable FailureReason reason,
        String message,
        boolean cached,
        @Nullable IngestSummary ingest,
        @Nullable TrainSummary training) {
    /** What Kubernetes keeps of a termination message. */
    public static final int MAX_BYTES = 4096;

    /** What came of a step. */
    public enum Outcome {
        @JsonProperty("Succeeded")
        SUCCEEDED,
        /** It ran to its end, and a data test or a gate failed: what it made is kept for inspection and never used. */
        @JsonProperty("Rejected")
        REJECTED,
        /** It could not run to its end. */
        @JsonProperty("Failed")
        FAILED
    }

    /** Why a step did not succeed. */
    public enum FailureReason {
        /** The plan or the data is wrong; the same again gives the same. */
        @JsonProperty("BadInput")
        BAD_INPUT,
        @JsonProperty("TestsFailed")
        TESTS_FAILED,
        @JsonProperty("GatesFailed")
        GATES_FAILED,
        /** Loss or weights became NaN or infinite. */
        @JsonProperty("TrainingDiverged")
        TRAINING_DIVERGED,
        /** The exported graph does not answer as the trained network does. */
        @JsonProperty("ParityFailed")
        PARITY_FAILED,
        /** A blob that the step needs is missing or is not what its digest says. */
        @JsonProperty("StoreCorrupted")
        STORE_CORRUPTED,
        /** There is no store where the operator's configuration says; it may come. */
        @JsonProperty("StoreMissing")
        STORE_MISSING,
        /** Input or output failed in a way that may pass. */
        @JsonProperty("Transient")
        TRANSIENT,
        /** A defect of Millrace. */
        @JsonProperty("Internal")
        INTERNAL
    }
}
