package dev.millrace.operator.deployment;

import dev.millrace.api.v1alpha1.NameReference;
import dev.millrace.api.v1alpha1.deployment.ModelDeployment;
import dev.millrace.api.v1alpha1.pipeline.Pipeline;
import dev.millrace.api.v1alpha1.training.TrainingRun;
import dev.millrace.operator.child.Component;
import dev.millrace.operator.child.Labels;
import dev.millrace.operator.claim.StoreClaim;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.SecondaryToPrimaryMapper;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.Mappers;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What wakes a ModelDeployment: its own objects and pods, and the runs, pipelines and claim that it depends on. */
final class DeploymentSources {
    private final EventSourceContext<ModelDeployment> context;

    private DeploymentSources(EventSourceContext<ModelDeployment> context) {
        this.context = context;
    }

    static List<EventSource<?, ModelDeployment>> all(EventSourceContext<ModelDeployment> context, StoreClaim store) {
        DeploymentSources sources = new DeploymentSources(context);
        return List.of(
                sources.owned(Deployment.class),
                sources.owned(Service.class),
                sources.owned(PodDisruptionBudget.class),
                sources.owned(NetworkPolicy.class),
                sources.ours(Pod.class, DeploymentSources::deploymentOf),
                sources.every(TrainingRun.class, DeploymentSources::concerns),
                sources.every(Pipeline.class, DeploymentSources::concerns),
                store.eventSource(context, deployment -> true));
    }

    private <T extends HasMetadata> EventSource<T, ModelDeployment> owned(Class<T> type) {
        return ours(type, Mappers.fromOwnerReferences(ModelDeployment.class));
    }

    /** Only what bears our labels: the cluster's other objects of that type fill no cache. */
    private <T extends HasMetadata> EventSource<T, ModelDeployment> ours(
            Class<T> type, SecondaryToPrimaryMapper<T> deployments) {
        return new InformerEventSource<>(
                InformerEventSourceConfiguration.from(type, ModelDeployment.class)
                        .withName(HasMetadata.getPlural(type))
                        .withNamespacesInheritedFromController()
                        .withLabelSelector(Component.SERVER.selector())
                        .withSecondaryToPrimaryMapper(deployments)
                        .build(),
                context);
    }

    private <T extends HasMetadata> EventSource<T, ModelDeployment> every(
            Class<T> type, BiPredicate<T, ModelDeployment> concerns) {
        return new InformerEventSource<>(
                InformerEventSourceConfiguration.from(type, ModelDeployment.class)
                        .withName(HasMetadata.getPlural(type))
                        .withNamespacesInheritedFromController()
                        .withSecondaryToPrimaryMapper(object -> context.getPrimaryCache()
                                .list(
                                        object.getMetadata().getNamespace(),
                                        deployment -> concerns.test(object, deployment))
                                .map(ResourceID::fromResource)
                                .collect(Collectors.toSet()))
                        .build(),
                context);
    }

    private static Set<ResourceID> deploymentOf(Pod pod) {
        String name = label(pod, Labels.DEPLOYMENT);
        return name == null
                ? Set.of()
                : Set.of(new ResourceID(name, pod.getMetadata().getNamespace()));
    }

    /** A run is named, or a pipeline that is named made it. */
    private static boolean concerns(TrainingRun run, ModelDeployment deployment) {
        var model = deployment.getSpec().model();
        return names(model.trainingRun(), run.getMetadata().getName())
                || names(model.pipeline(), label(run, Labels.PIPELINE));
    }

    private static boolean concerns(Pipeline pipeline, ModelDeployment deployment) {
        return names(
                deployment.getSpec().model().pipeline(), pipeline.getMetadata().getName());
    }

    private static boolean names(@Nullable NameReference reference, @Nullable String name) {
        return reference != null && reference.name().equals(name);
    }

    private static @Nullable String label(HasMetadata object, String name) {
        Map<String, String> labels = object.getMetadata().getLabels();
        return labels == null ? null : labels.get(name);
    }
}
