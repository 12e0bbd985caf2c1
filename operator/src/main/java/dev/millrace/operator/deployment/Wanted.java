package dev.millrace.operator.deployment;

import dev.millrace.api.v1alpha1.pipeline.Pipeline;
import dev.millrace.api.v1alpha1.training.TrainingRun;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a spec names as its model, and the objects of these names as far as they are there. */
sealed interface Wanted {
    /** What to do in each case. */
    <R> R match(Function<OfRun, R> ofRun, Function<OfPipeline, R> ofPipeline);

    /** The model of a run. */
    record OfRun(String name, @Nullable TrainingRun run) implements Wanted {
        @Override
        public <R> R match(Function<OfRun, R> ofRun, Function<OfPipeline, R> ofPipeline) {
            return ofRun.apply(this);
        }
    }

    /**
     * What a pipeline has promoted.
     *
     * @param run the promoted one
     */
    record OfPipeline(
            String name,
            @Nullable Pipeline pipeline,
            @Nullable TrainingRun run) implements Wanted {
        @Override
        public <R> R match(Function<OfRun, R> ofRun, Function<OfPipeline, R> ofPipeline) {
            return ofPipeline.apply(this);
        }
    }
}
