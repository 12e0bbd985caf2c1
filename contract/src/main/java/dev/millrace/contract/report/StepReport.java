package dev.millrace.contract.report;

import dev.millrace.contract.Digest;
import java.util.List;

/**
 * The record of a finished step, in the store as {@code runs/<hex of the plan's key>/report.json}. Who comes with the same plan verifies
 * what it names and repeats its summary.
 *
 * @param summary as the step left it, with {@code cached} false
 * @param blobs all that must be there and whole for the summary to be true
 * @param sources the files of a volume, or the objects of a bucket, that were read: if they were touched since, the report does not hold. Empty where the plan has their digest
 */
public record StepReport(StepSummary summary, List<Digest> blobs, List<SourceFile> sources) {
    public StepReport {
        blobs = List.copyOf(blobs);
        sources = List.copyOf(sources);
    }

    /**
     * A file as it was read.
     *
     * @param path relative to the source's root, or an object's key
     * @param size in bytes
     * @param state which other one it has after any change, as the file system or the server tells: not its content, which would have to be read again
     */
    public record SourceFile(String path, long size, String state) {}
}
