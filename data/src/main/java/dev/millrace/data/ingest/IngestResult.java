package dev.millrace.data.ingest;

import dev.millrace.contract.Digest;
import dev.millrace.contract.report.IngestSummary;
import dev.millrace.contract.report.StepReport.SourceFile;
import java.util.List;

/**
 * What an ingest made. Failed data tests are in the summary: the version is stored all the same.
 *
 * @param blobs all blobs of the version
 * @param sources the files as they were read
 */
public record IngestResult(IngestSummary summary, List<Digest> blobs, List<SourceFile> sources) {
    public IngestResult {
        blobs = List.copyOf(blobs);
        sources = List.copyOf(sources);
    }
}
