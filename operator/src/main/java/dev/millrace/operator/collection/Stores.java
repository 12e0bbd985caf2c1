package dev.millrace.operator.collection;

import dev.millrace.api.v1alpha1.dataset.DatasetVersion;
import dev.millrace.api.v1alpha1.deployment.ModelDeployment;
import dev.millrace.api.v1alpha1.pipeline.Pipeline;
import dev.millrace.api.v1alpha1.training.TrainingRun;
import dev.millrace.operator.configuration.OperatorConfiguration;
import dev.millrace.operator.configuration.S3Store;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The namespaces whose stores can be collected. A store that several namespaces share is left alone: what one namespace's objects refer to is not
 * all that is live in it.
 */
final class Stores {
    private static final Logger LOG = LoggerFactory.getLogger(Stores.class);
    private static final List<Class<? extends HasMetadata>> KINDS =
            List.of(DatasetVersion.class, TrainingRun.class, ModelDeployment.class, Pipeline.class);

    private final KubernetesClient client;
    private final OperatorConfiguration configuration;
    /** Roots of which it was told that they are left alone. */
    private final Set<String> told = new HashSet<>();

    Stores(KubernetesClient client, OperatorConfiguration configuration) {
        this.client = client;
        this.configuration = configuration;
    }

    /**
     * Those with a claim, and those with objects whose store is in a bucket, of which the API server knows nothing.
     *
     * @param collections that there are: the bucket of a namespace without objects is known by the last one
     */
    Set<String> namespaces(List<Job> collections) {
        Set<String> namespaces = new TreeSet<>();
        claims().filter(claim -> claim.getMetadata().getDeletionTimestamp() == null)
                .map(claim -> claim.getMetadata().getNamespace())
                .filter(namespace -> configuration.store().bucket(namespace).isEmpty())
                .forEach(namespaces::add);
        if (!configuration.store().buckets().isEmpty()) {
            Stream.concat(collections.stream(), objects())
                    .map(object -> object.getMetadata().getNamespace())
                    .filter(this::hasBucketOfItsOwn)
                    .forEach(namespaces::add);
        }
        return namespaces;
    }

    private boolean hasBucketOfItsOwn(String namespace) {
        return configuration
                .store()
                .bucket(namespace)
                .filter(bucket -> !isJoined(bucket, namespace))
                .isPresent();
    }

    /** A root that only one namespace stores in now may have been another's, too, whose objects still refer to it. */
    private boolean isJoined(S3Store bucket, String namespace) {
        if (bucket.root() != null && told.add(bucket.uri(namespace))) {
            LOG.warn(
                    "{} is the store of joined namespaces: it is not collected, and what is deleted there stays",
                    bucket.uri(namespace));
        }
        return bucket.root() != null;
    }

    private Stream<? extends HasMetadata> objects() {
        return KINDS.stream()
                .flatMap(kind -> configuration.namespaces().isEmpty()
                        ? client.resources(kind).inAnyNamespace().list().getItems().stream()
                        : configuration.namespaces().stream()
                                .flatMap(namespace ->
                                        client.resources(kind).inNamespace(namespace).list().getItems().stream()));
    }

    private Stream<PersistentVolumeClaim> claims() {
        var claims = client.persistentVolumeClaims();
        String name = configuration.store().claimName();
        return configuration.namespaces().isEmpty()
                ? claims.inAnyNamespace().withField("metadata.name", name).list().getItems().stream()
                : configuration.namespaces().stream()
                        .flatMap(namespace -> Stream.ofNullable(
                                claims.inNamespace(namespace).withName(name).get()));
    }
}
