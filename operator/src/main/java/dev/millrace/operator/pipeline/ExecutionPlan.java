package dev.millrace.operator.pipeline;

import dev.millrace.api.v1alpha1.dataset.DatasetVersionSpec;
import dev.millrace.api.v1alpha1.deployment.ModelDeploymentSpec;
import dev.millrace.api.v1alpha1.pipeline.PipelineStatus.Promoted;
import dev.millrace.api.v1alpha1.pipeline.PipelineStatus.Trigger;
import dev.millrace.api.v1alpha1.training.TrainingRun;
import dev.millrace.api.v1alpha1.training.TrainingRunSpec;
import dev.millrace.contract.Digest;
import org.jspecify.annotations.Nullable;

/**
 * The execution that runs, or ran last, and what is to be done for it now.
 *
 * @param identity which one it is
 * @param dataset the data version to create; null: it is there, or no longer needed
 * @param training the run to create; null: it is there, or no longer needed, or its data version is not Ready
 * @param promoted what is promoted now; null: nothing
 * @param deployment what serves it, to be applied; null: nothing does
 */
record ExecutionPlan(
        Identity identity,
        @Nullable DatasetVersionSpec dataset,
        @Nullable TrainingRunSpec training,
        @Nullable Promoted promoted,
        @Nullable ModelDeploymentSpec deployment) {
    /**
     * Which execution.
     *
     * @param number from 1
     * @param templates digest of what it runs; others are another execution
     */
    record Identity(long number, Trigger trigger, Digest templates) {}

    /** A run and whether it is to be suspended. */
    record Hold(TrainingRun run, boolean suspend) {}
}
