package dev.millrace.data.ingest;

import dev.millrace.contract.plan.IngestPlan;
import dev.millrace.data.engine.Resources;
import dev.millrace.data.source.SourceFile;
import dev.millrace.store.Store;
import java.util.List;

/**
 * An ingest to do.
 *
 * @param plan what the spec says
 * @param origin where the rows are
 * @param store where the version goes
 * @param resources what may be used; the scratch folder by this ingest alone
 * @param stopCheck called every few thousand rows; what it throws ends the ingest
 */
public record IngestRequest(IngestPlan plan, Origin origin, Store store, Resources resources, Runnable stopCheck) {
    /**
     * An ingest of files.
     *
     * @param files what the source has, in the order in which their rows count
     */
    public IngestRequest(
            IngestPlan plan, List<SourceFile> files, Store store, Resources resources, Runnable stopCheck) {
        this(plan, new Origin.Files(files), store, resources, stopCheck);
    }
}
