package dev.millrace.operator.step;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;

/** What stands in a step's way and is in no status: Kubernetes tells it by an Event alone. */
final class Complaints {
    private static final String PREFIX = "Error creating: ";

    private Complaints() {}

    /** Why the API server refuses a Job's pods, such as by a quota or a policy; empty: it does not. */
    static Optional<String> ofCreation(Job job, KubernetesClient client) {
        return last(job, "FailedCreate", client)
                .map(note -> note.startsWith(PREFIX) ? note.substring(PREFIX.length()) : note);
    }

    /** Why a pod's node cannot mount one of its volumes, such as for want of a Secret; empty: it can, or has not said. */
    static Optional<String> ofMounting(Pod pod, KubernetesClient client) {
        return last(pod, "FailedMount", client);
    }

    private static Optional<String> last(HasMetadata object, String reason, KubernetesClient client) {
        return client
                .events()
                .v1()
                .events()
                .inNamespace(object.getMetadata().getNamespace())
                .withField("regarding.uid", object.getMetadata().getUid())
                .withField("reason", reason)
                .list()
                .getItems()
                .stream()
                .max(Comparator.comparing(Complaints::lastSeen))
                .map(Event::getNote);
    }

    /** An Event that is told again is counted, not made anew. */
    private static String lastSeen(Event event) {
        return Objects.requireNonNullElse(
                event.getDeprecatedLastTimestamp(), event.getMetadata().getCreationTimestamp());
    }
}
