package dev.millrace.operator.deployment;

import dev.millrace.api.v1alpha1.deployment.ModelDeployment;
import dev.millrace.api.v1alpha1.deployment.ModelDeploymentSpec.ModelReference;
import dev.millrace.api.v1alpha1.pipeline.Pipeline;
import dev.millrace.api.v1alpha1.pipeline.PipelineStatus;
import dev.millrace.api.v1alpha1.training.TrainingRun;
import dev.millrace.operator.child.Ownership;
import dev.millrace.operator.claim.StoreClaim;
import dev.millrace.operator.condition.Verdict;
import dev.millrace.operator.deployment.Wanted.OfPipeline;
import dev.millrace.operator.deployment.Wanted.OfRun;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.Cache;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a ModelDeployment refers to and what it has, as the caches know it.
 *
 * @param wanted what its spec names
 * @param storeMissing why nothing can be served; null where the namespace has a store
 * @param deployment the Deployment of its servers
 * @param pods its servers
 */
record DeploymentInputs(
        Wanted wanted,
        @Nullable Verdict storeMissing,
        @Nullable Deployment deployment,
        List<Pod> pods) {
    DeploymentInputs {
        pods = List.copyOf(pods);
    }

    static DeploymentInputs read(ModelDeployment owner, Context<ModelDeployment> context, StoreClaim store) {
        return new DeploymentInputs(
                wanted(owner, context),
                store.missing(context).orElse(null),
                context.getSecondaryResourcesAsStream(Deployment.class)
                        .filter(deployment -> Ownership.owns(owner, deployment))
                        .findFirst()
                        .orElse(null),
                List.copyOf(context.getSecondaryResources(Pod.class)));
    }

    private static Wanted wanted(ModelDeployment owner, Context<ModelDeployment> context) {
        ModelReference model = owner.getSpec().model();
        if (model.trainingRun() != null) {
            String name = model.trainingRun().name();
            return new OfRun(name, find(TrainingRun.class, name, context));
        }
        // The schema asks for exactly one of the two.
        String name = Objects.requireNonNull(model.pipeline()).name();
        Pipeline pipeline = find(Pipeline.class, name, context);
        PipelineStatus status = pipeline == null ? null : pipeline.getStatus();
        TrainingRun promoted = status == null || status.promoted() == null
                ? null
                : find(TrainingRun.class, status.promoted().trainingRun(), context);
        return new OfPipeline(name, pipeline, promoted);
    }

    /** The object of a desired one's type and name as it was last seen; null if it was not. */
    static <T extends HasMetadata> @Nullable T observed(T desired, Context<ModelDeployment> context) {
        @SuppressWarnings("unchecked")
        Class<T> type = (Class<T>) desired.getClass();
        return find(type, desired.getMetadata().getName(), context);
    }

    /** One of the caches over whole namespaces: what is named need not be ours. */
    private static <T extends HasMetadata> @Nullable T find(
            Class<T> type, String name, Context<ModelDeployment> context) {
        String namespace = context.getPrimaryResource().getMetadata().getNamespace();
        Object source = context.eventSourceRetriever().getEventSourceFor(type);
        if (!(source instanceof Cache<?> cache)) {
            throw new IllegalStateException("no cache of " + type.getSimpleName());
        }
        return cache.get(new ResourceID(name, namespace)).map(type::cast).orElse(null);
    }
}
