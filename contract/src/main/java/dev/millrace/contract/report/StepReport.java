package dev.millrace.contract.report;

import dev.millrace.contract.Digest;
import java.util.List;

/**
 * The record of a finished step, in the store as {@code runs/<hex of the plan's key>/report.json}. Who comes with the same plan verifies
 * what it names and repeats its summary.
 *
 * @param summary as the step left it, with {@code cached} false
 * @param blobs all that must be there and whole for the summary to be true
 * @param sources the files that were read, empty for a training: other bytes, and the report does not hold
 */
public record StepReport(StepSummary summary, List<Digest> blobs, List<SourceFile> sources) {
    public StepReport {
        blobs = List.copyOf(blobs);
        sources = List.copyOf(sources);
    }

    /** A file as it was read, its path relative to the source's root. */
    public record SourceFile(String path, long size, Digest digest) {}
}
