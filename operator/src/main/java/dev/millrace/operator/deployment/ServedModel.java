package dev.millrace.operator.deployment;

import org.jspecify.annotations.Nullable;

/**
 * A model and where it comes from.
 *
 * @param digest of the model
 * @param trainingRun that made it, or found it made
 * @param dataset that the run trained on
 * @param datasetDigest of the rows in it
 * @param pipeline that made the run
 */
record ServedModel(
        String digest,
        String trainingRun,
        @Nullable String dataset,
        @Nullable String datasetDigest,
        @Nullable String pipeline) {}
