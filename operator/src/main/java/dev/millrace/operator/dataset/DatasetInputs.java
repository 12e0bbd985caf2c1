package dev.millrace.operator.dataset;

import dev.millrace.api.v1alpha1.ObjectReference;
import dev.millrace.api.v1alpha1.dataset.DatasetVersion;
import dev.millrace.api.v1alpha1.dataset.DatasetVersionSpec;
import dev.millrace.api.v1alpha1.dataset.Source;
import dev.millrace.api.v1alpha1.training.TrainingRun;
import dev.millrace.operator.claim.StoreClaim;
import dev.millrace.operator.condition.Verdict;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a version's plan hangs on.
 *
 * @param storeMissing why nothing can be stored; empty: it can
 * @param configMap that the source names; null: none is named or there
 * @param claimThere whether the claim that the source names is there
 * @param parent that the spec names; null: none is named or there
 */
record DatasetInputs(
        Optional<Verdict> storeMissing,
        @Nullable ConfigMap configMap,
        boolean claimThere,
        @Nullable DatasetVersion parent) {
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
                        : client.resources(DatasetVersion.class)
                                .inNamespace(namespace)
                                .withName(spec.parent().name())
                                .get());
    }

    /** The runs that train on the version, by name. */
    static List<ObjectReference> users(Context<DatasetVersion> context) {
        return context.getSecondaryResourcesAsStream(TrainingRun.class)
                .map(run -> new ObjectReference(run.getKind(), run.getMetadata().getName()))
                .sorted(Comparator.comparing(ObjectReference::name))
                .limit(USERS)
                .toList();
    }
}
