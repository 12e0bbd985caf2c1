package dev.millrace.data.ingest;

import dev.millrace.contract.plan.IngestPlan;
import dev.millrace.data.engine.Resources;
import dev.millrace.store.Store;
import java.nio.file.Path;

/**
 * An ingest to do.
 *
 * @param plan what the spec says
 * @param sourceRoot where the source is mounted
 * @param store where the version goes
 * @param resources what may be used; the scratch folder by this ingest alone
 * @param stopCheck called every few thousand rows; what it throws ends the ingest
 */
public record IngestRequest(IngestPlan plan, Path sourceRoot, Store store, Resources resources, Runnable stopCheck) {}
