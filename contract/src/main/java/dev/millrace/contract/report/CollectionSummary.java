package dev.millrace.contract.report;

import dev.millrace.contract.Digest;
import java.util.List;

/**
 * What a collection removed: the termination message of its pod.
 *
 * @param freedBytes of blobs, documents and what killed writers left
 * @param removedBlobs that nothing live reaches
 * @param removedDocuments manifests, reports and checkpoints that nothing live reaches
 * @param liveBlobs that stay because something live reaches them
 * @param youngBlobs that stay because they were written or used lately
 * @param missing the first live data versions and models that are not in the store
 */
public record CollectionSummary(
        long freedBytes,
        long removedBlobs,
        long removedDocuments,
        long liveBlobs,
        long youngBlobs,
        List<Digest> missing) {
    public CollectionSummary {
        missing = List.copyOf(missing);
    }
}
