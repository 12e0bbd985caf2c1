package dev.millrace.local.controller;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The objects that controllers and node look at, each kind watched once for all of them.
 *
 * <p>Handlers are added before {@link #start}.
 */
public final class Informers implements AutoCloseable {
    private static final String BY_OWNER = "owner";
    private static final String BY_SERVICE = "service";
    private static final String SERVICE_LABEL = "kubernetes.io/service-name";

    private final SharedIndexInformer<Pod> pods;
    private final SharedIndexInformer<Job> jobs;
    private final SharedIndexInformer<Deployment> deployments;
    private final SharedIndexInformer<ReplicaSet> replicaSets;
    private final SharedIndexInformer<Service> services;
    private final SharedIndexInformer<EndpointSlice> endpointSlices;
    private final SharedIndexInformer<PodDisruptionBudget> budgets;
    private final SharedIndexInformer<PersistentVolumeClaim> claims;
    private final SharedIndexInformer<PersistentVolume> volumes;
    private final SharedIndexInformer<Node> nodes;

    public Informers(KubernetesClient client) {
        pods = client.pods().inAnyNamespace().runnableInformer(0);
        jobs = client.batch().v1().jobs().inAnyNamespace().runnableInformer(0);
        deployments = client.apps().deployments().inAnyNamespace().runnableInformer(0);
        replicaSets = client.apps().replicaSets().inAnyNamespace().runnableInformer(0);
        services = client.services().inAnyNamespace().runnableInformer(0);
        endpointSlices =
                client.discovery().v1().endpointSlices().inAnyNamespace().runnableInformer(0);
        budgets = client.policy().v1().podDisruptionBudget().inAnyNamespace().runnableInformer(0);
        claims = client.persistentVolumeClaims().inAnyNamespace().runnableInformer(0);
        volumes = client.persistentVolumes().runnableInformer(0);
        nodes = client.nodes().runnableInformer(0);
        pods.addIndexers(Map.of(BY_OWNER, Informers::owners));
        replicaSets.addIndexers(Map.of(BY_OWNER, Informers::owners));
        endpointSlices.addIndexers(Map.of(BY_SERVICE, Informers::service));
    }

    private static List<String> owners(HasMetadata object) {
        return object.getMetadata().getOwnerReferences().stream()
                .filter(owner -> Boolean.TRUE.equals(owner.getController()))
                .map(OwnerReference::getUid)
                .toList();
    }

    private static List<String> service(EndpointSlice slice) {
        String name = slice.getMetadata().getLabels() == null
                ? null
                : slice.getMetadata().getLabels().get(SERVICE_LABEL);
        return name == null ? List.of() : List.of(slice.getMetadata().getNamespace() + "/" + name);
    }

    public SharedIndexInformer<Pod> pods() {
        return pods;
    }

    public SharedIndexInformer<Job> jobs() {
        return jobs;
    }

    public SharedIndexInformer<Deployment> deployments() {
        return deployments;
    }

    public SharedIndexInformer<ReplicaSet> replicaSets() {
        return replicaSets;
    }

    public SharedIndexInformer<Service> services() {
        return services;
    }

    public SharedIndexInformer<EndpointSlice> endpointSlices() {
        return endpointSlices;
    }

    public SharedIndexInformer<PodDisruptionBudget> budgets() {
        return budgets;
    }

    public SharedIndexInformer<PersistentVolumeClaim> claims() {
        return claims;
    }

    public SharedIndexInformer<PersistentVolume> volumes() {
        return volumes;
    }

    public SharedIndexInformer<Node> nodes() {
        return nodes;
    }

    /** The pods that an object controls. */
    public List<Pod> podsOf(HasMetadata owner) {
        return pods.getIndexer().byIndex(BY_OWNER, owner.getMetadata().getUid());
    }

    /** The ReplicaSets that a Deployment controls. */
    public List<ReplicaSet> replicaSetsOf(Deployment owner) {
        return replicaSets.getIndexer().byIndex(BY_OWNER, owner.getMetadata().getUid());
    }

    public List<Pod> podsIn(String namespace) {
        return pods.getIndexer().byIndex(Cache.NAMESPACE_INDEX, namespace);
    }

    public List<Service> servicesIn(String namespace) {
        return services.getIndexer().byIndex(Cache.NAMESPACE_INDEX, namespace);
    }

    public List<EndpointSlice> endpointSlicesOf(String namespace, String service) {
        return endpointSlices.getIndexer().byIndex(BY_SERVICE, namespace + "/" + service);
    }

    public List<PodDisruptionBudget> budgetsIn(String namespace) {
        return budgets.getIndexer().byIndex(Cache.NAMESPACE_INDEX, namespace);
    }

    /** A handler that is told of an object whatever happens to it. */
    public static <T> ResourceEventHandler<T> onChange(Consumer<T> handler) {
        return new ResourceEventHandler<>() {
            @Override
            public void onAdd(T object) {
                handler.accept(object);
            }

            @Override
            public void onUpdate(T before, T object) {
                handler.accept(object);
            }

            @Override
            public void onDelete(T object, boolean finalStateUnknown) {
                handler.accept(object);
            }
        };
    }

    /** Watches, and returns when all caches are filled. From then on a watch that breaks, however it does, is followed by a new list. */
    public void start() {
        all().forEach(informer -> informer.exceptionHandler((started, failure) -> started));
        all().map(informer -> informer.start().toCompletableFuture()).toList().forEach(started -> started.join());
    }

    private Stream<SharedIndexInformer<?>> all() {
        return Stream.of(
                pods, jobs, deployments, replicaSets, services, endpointSlices, budgets, claims, volumes, nodes);
    }

    @Override
    public void close() {
        all().forEach(SharedIndexInformer::stop);
    }
}
