package dev.millrace.operator.training;

import dev.millrace.api.v1alpha1.dataset.DatasetVersion;
import dev.millrace.api.v1alpha1.training.TrainingRun;
import dev.millrace.operator.claim.StoreClaim;
import dev.millrace.operator.condition.Verdict;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a run's plan hangs on.
 *
 * @param storeMissing why nothing can be stored; empty: it can
 * @param dataset that the spec names; null: not there
 */
record TrainingInputs(
        Optional<Verdict> storeMissing, @Nullable DatasetVersion dataset) {
    /** Looks everything up in the caches. */
    static TrainingInputs read(StoreClaim store, Context<TrainingRun> context) {
        return new TrainingInputs(
                store.missing(context),
                context.getSecondaryResource(DatasetVersion.class).orElse(null));
    }
}
