package dev.millrace.operator.dataset;

import dev.millrace.api.v1alpha1.Reason;
import dev.millrace.api.v1alpha1.dataset.DatasetVersion;
import dev.millrace.api.v1alpha1.deployment.ModelDeployment;
import dev.millrace.api.v1alpha1.training.TrainingRun;
import dev.millrace.operator.event.Events.Occurrence;
import dev.millrace.operator.event.Events.Severity;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Who refers to a version that was deleted. */
final class DatasetUsers {
    /** The most that a warning names. */
    private static final int MOST = 10;

    private DatasetUsers() {}

    /** What to tell; empty: nobody refers to it. */
    static Optional<Occurrence> warning(DatasetVersion deleted, KubernetesClient client) {
        List<String> users = users(deleted, client);
        if (users.isEmpty()) {
            return Optional.empty();
        }
        String named = String.join(", ", users.subList(0, Math.min(MOST, users.size())))
                + (users.size() > MOST ? " and " + (users.size() - MOST) + " more" : "");
        return Optional.of(new Occurrence(
                Severity.WARNING,
                Reason.DELETED_IN_USE.wireName(),
                "Delete",
                "deleted while in use by " + named + ": what they say of its rows stays, and the rows stay in the store"
                        + " as long as a run or a deployment names them"));
    }

    private static List<String> users(DatasetVersion deleted, KubernetesClient client) {
        String name = deleted.getMetadata().getName();
        String namespace = deleted.getMetadata().getNamespace();
        Stream<TrainingRun> runs = list(client, TrainingRun.class, namespace)
                .filter(run -> name.equals(run.getSpec().dataset().name()));
        Stream<DatasetVersion> children = list(client, DatasetVersion.class, namespace)
                .filter(version -> version.getSpec().parent() != null
                        && name.equals(version.getSpec().parent().name()));
        Stream<ModelDeployment> deployments = list(client, ModelDeployment.class, namespace)
                .filter(deployment -> deployment.getStatus() != null
                        && deployment.getStatus().lineage() != null
                        && name.equals(deployment.getStatus().lineage().dataset()));
        return Stream.of(runs, children, deployments)
                .flatMap(kind -> kind)
                .map(user -> user.getKind() + " " + user.getMetadata().getName())
                .sorted()
                .toList();
    }

    private static <T extends HasMetadata> Stream<T> list(KubernetesClient client, Class<T> kind, String namespace) {
        return client.resources(kind).inNamespace(namespace).list().getItems().stream();
    }
}
