package dev.millrace.operator.configuration;

import dev.millrace.contract.network.NetworkRules;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The operator's configuration.
 *
 * @param images what the pods run
 * @param store where each namespace keeps its data versions and models
 * @param namespaces that are watched; empty: all
 * @param ingest resources of ingest pods
 * @param training resources of training pods, for what a run's spec does not name
 * @param serving resources of server pods, for what a deployment's spec does not name
 * @param scratchSize most that a step's pod may write beside the store
 * @param jobTtlSeconds how long a finished Job stays to be looked at
 * @param sourceNetworks what ingest pods may reach of the network
 * @param collection when stores are freed of what nothing live reaches
 */
public record OperatorConfiguration(
        Images images,
        Store store,
        Set<String> namespaces,
        ResourceRequirements ingest,
        ResourceRequirements training,
        ResourceRequirements serving,
        Quantity scratchSize,
        int jobTtlSeconds,
        NetworkRules sourceNetworks,
        Collection collection) {
    public OperatorConfiguration {
        namespaces = Set.copyOf(namespaces);
    }

    /**
     * Image references. They are part of every plan: another trainer image makes another step, so name them by digest where they are
     * not built locally.
     */
    public record Images(String trainer, String server) {}

    /**
     * When bytes are freed that nothing live reaches.
     *
     * @param interval between two looks for what was deleted; zero: nothing is ever freed
     * @param grace how long what was written or used stays in any case: longer than clocks differ and objects take to get their status
     */
    public record Collection(Duration interval, Duration grace) {
        /** Where an administrator says nothing. */
        public static final Collection USUAL = new Collection(Duration.ofMinutes(15), Duration.ofHours(24));
    }

    /**
     * The stores of the namespaces.
     *
     * @param claimName of the PersistentVolumeClaim in each namespace that has no bucket
     * @param buckets of which the first that counts for a namespace is its store
     */
    public record Store(String claimName, List<S3Store> buckets) {
        /** Where pods mount the claim. */
        public static final String MOUNT_PATH = "/store";

        public Store {
            buckets = List.copyOf(buckets);
        }

        /** A claim in every namespace. */
        public Store(String claimName) {
            this(claimName, List.of());
        }

        /** The bucket that a namespace's store lies in; empty: it is on the claim. */
        public Optional<S3Store> bucket(String namespace) {
            return buckets.stream().filter(store -> store.serves(namespace)).findFirst();
        }
    }
}
