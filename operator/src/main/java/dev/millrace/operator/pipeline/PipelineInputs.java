package dev.millrace.operator.pipeline;

import dev.millrace.api.v1alpha1.dataset.DatasetVersion;
import dev.millrace.api.v1alpha1.deployment.ModelDeployment;
import dev.millrace.api.v1alpha1.pipeline.Pipeline;
import dev.millrace.api.v1alpha1.pipeline.PipelineSpec.Deployment;
import dev.millrace.api.v1alpha1.training.TrainingRun;
import dev.millrace.operator.child.Ownership;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a pipeline has made, as the caches know it: objects that it controls, and no others.
 *
 * @param datasets of all executions
 * @param runs of all executions
 * @param deployment of the name in its spec
 */
record PipelineInputs(
        List<DatasetVersion> datasets,
        List<TrainingRun> runs,
        @Nullable ModelDeployment deployment) {
    PipelineInputs {
        datasets = List.copyOf(datasets);
        runs = List.copyOf(runs);
    }

    static PipelineInputs read(Pipeline pipeline, Context<Pipeline> context) {
        Deployment deployment = pipeline.getSpec().deployment();
        return new PipelineInputs(
                owned(pipeline, context, DatasetVersion.class),
                owned(pipeline, context, TrainingRun.class),
                deployment == null
                        ? null
                        : named(owned(pipeline, context, ModelDeployment.class), deployment.name())
                                .orElse(null));
    }

    Optional<DatasetVersion> dataset(String name) {
        return named(datasets, name);
    }

    Optional<TrainingRun> run(String name) {
        return named(runs, name);
    }

    /** The same after the deployment was applied. */
    PipelineInputs with(ModelDeployment applied) {
        return new PipelineInputs(datasets, runs, applied);
    }

    private static <T extends HasMetadata> List<T> owned(Pipeline pipeline, Context<Pipeline> context, Class<T> type) {
        return context.getSecondaryResourcesAsStream(type)
                .filter(object -> Ownership.owns(pipeline, object))
                .toList();
    }

    private static <T extends HasMetadata> Optional<T> named(Collection<T> objects, String name) {
        return objects.stream()
                .filter(object -> object.getMetadata().getName().equals(name))
                .findFirst();
    }
}
