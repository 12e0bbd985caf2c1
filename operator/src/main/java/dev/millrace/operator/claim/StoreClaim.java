package dev.millrace.operator.claim;

import dev.millrace.api.v1alpha1.Reason;
import dev.millrace.operator.condition.Verdict;
import dev.millrace.operator.configuration.OperatorConfiguration.Store;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import io.javaoperatorsdk.operator.api.config.informer.FieldSelectorBuilder;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The claim of the configured name in a resource's namespace. A namespace whose store is in S3 needs none. */
public final class StoreClaim {
    private static final String VOLUME = "store";

    private final Store store;

    public StoreClaim(Store store) {
        this.store = store;
    }

    /**
     * Watches the claims of that name, and no other; a claim that comes or goes wakes the resources of its namespace.
     *
     * @param concerned the resources that need a store now
     */
    public <P extends HasMetadata> EventSource<?, P> eventSource(
            EventSourceContext<P> context, Predicate<P> concerned) {
        var configuration = InformerEventSourceConfiguration.from(
                        PersistentVolumeClaim.class, context.getPrimaryResourceClass())
                .withName(HasMetadata.getPlural(PersistentVolumeClaim.class))
                .withNamespacesInheritedFromController()
                .withFieldSelector(new FieldSelectorBuilder()
                        .withField("metadata.name", store.claimName())
                        .build())
                .withPrimaryToSecondaryMapper((P primary) -> Set.of(claimOf(primary)))
                .withSecondaryToPrimaryMapper(claim -> context.getPrimaryCache()
                        .list(claim.getMetadata().getNamespace(), concerned)
                        .map(ResourceID::fromResource)
                        .collect(Collectors.toSet()))
                .build();
        return new InformerEventSource<>(configuration, context);
    }

    /** Why a resource cannot go on; empty where its namespace has the claim, or a bucket, which its pods look for. */
    public <P extends HasMetadata> Optional<Verdict> missing(Context<P> context) {
        String namespace = context.getPrimaryResource().getMetadata().getNamespace();
        if (store.bucket(namespace).isPresent()) {
            return Optional.empty();
        }
        boolean there = context.getSecondaryResourcesAsStream(PersistentVolumeClaim.class)
                .anyMatch(claim -> claim.getMetadata().getDeletionTimestamp() == null);
        if (there) {
            return Optional.empty();
        }
        return Optional.of(Verdict.blocked(
                Reason.STORE_MISSING,
                "namespace '" + namespace + "' has no PersistentVolumeClaim '" + store.claimName()
                        + "' to store data versions and models in: create one"));
    }

    /** The claim as a pod's volume. */
    public Volume volume(boolean readOnly) {
        return new VolumeBuilder()
                .withName(VOLUME)
                .withNewPersistentVolumeClaim()
                .withClaimName(store.claimName())
                .withReadOnly(readOnly ? true : null)
                .endPersistentVolumeClaim()
                .build();
    }

    /** Where a container has that volume. */
    public static VolumeMount mount(boolean readOnly) {
        return new VolumeMountBuilder()
                .withName(VOLUME)
                .withMountPath(Store.MOUNT_PATH)
                .withReadOnly(readOnly ? true : null)
                .build();
    }

    private ResourceID claimOf(HasMetadata resource) {
        return new ResourceID(store.claimName(), resource.getMetadata().getNamespace());
    }
}
