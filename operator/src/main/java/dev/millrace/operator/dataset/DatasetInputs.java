package dev.millrace.operator.dataset;

import dev.millrace.api.v1alpha1.ObjectReference;
import dev.millrace.api.v1alpha1.dataset.DatasetVersion;
import dev.millrace.api.v1alpha1.dataset.DatasetVersionSpec;
import dev.millrace.api.v1alpha1.dataset.Source;
import dev.millrace.api.v1alpha1.training.TrainingRun;
import dev.millrace.operator.claim.StoreClaim;
import dev.millrace.operator.condition.Verdict;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a version's plan hangs on.
 *
 * @param storeMissing why nothing can be stored; empty: it can
 * @param configMap that the source names; null: none is named or there
 * @param claimThere whether the claim that the source names is there
 * @param parent that the spec names; null: none is named or there
 * @param referenced versions that tests refer to and that are there, by name
 */
record DatasetInputs(
        Optional<Verdict> storeMissing,
        @Nullable ConfigMap configMap,
        boolean claimThere,
        @Nullable DatasetVersion parent,
        Map<String, DatasetVersion> referenced) {
    /** The most users that a status lists. */
    private static final int USERS = 20;

    /** Looks everything up. Sources are other people's objects: read when needed, never watched. */
    static DatasetInputs read(DatasetVersion version, StoreClaim store, Context<DatasetVersion> context) {
        KubernetesClient client = context.getClient();
        String namespace = version.getMetadata().getNamespace();
        DatasetVersionSpec spec = version.getSpec();
        Source.ConfigMapKey key = spec.source().configMap();
        Source.VolumePath volume = spec.source().volume();
        return new DatasetInputs(
                store.missing(context),
                key == null
                        ? null
                        : client.configMaps()
                                .inNamespace(namespace)
                                .withName(key.name())
                                .get(),
                volume != null
                        && client.persistentVolumeClaims()
                                        .inNamespace(namespace)
                                        .withName(volume.claimName())
                                        .get()
                                != null,
                spec.parent() == null
                        ? null
                        : version(client, namespace, spec.parent().name()),
                referenced(client, namespace, spec));
    }

    private static @Nullable DatasetVersion version(KubernetesClient client, String namespace, String name) {
        return client.resources(DatasetVersion.class)
                .inNamespace(namespace)
                .withName(name)
                .get();
    }

    private static Map<String, DatasetVersion> referenced(
            KubernetesClient client, String namespace, DatasetVersionSpec spec) {
        Map<String, DatasetVersion> found = new HashMap<>();
        for (String name : References.names(spec)) {
            DatasetVersion version = version(client, namespace, name);
            if (version != null) {
                found.put(name, version);
            }
        }
        return found;
    }

    /** The runs that train on the version and the versions whose tests refer to it, by kind and name. */
    static List<ObjectReference> users(DatasetVersion version, Context<DatasetVersion> context) {
        return Stream.<HasMetadata>concat(
                        context.getSecondaryResourcesAsStream(TrainingRun.class),
                        DatasetSources.referring(version, context).stream())
                .map(user ->
                        new ObjectReference(user.getKind(), user.getMetadata().getName()))
                .sorted(Comparator.comparing(ObjectReference::kind).thenComparing(ObjectReference::name))
                .limit(USERS)
                .toList();
    }
}
