package dev.millrace.operator.step;

import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Comparator;
import java.util.Optional;

/** Why the API server refuses a Job's pods, such as by a quota or a policy. The Job controller tells it by an Event alone. */
final class PodRefusals {
    private static final String PREFIX = "Error creating: ";

    private PodRefusals() {}

    /** The last refusal; empty: there was none. */
    static Optional<String> last(Job job, KubernetesClient client) {
        return client
                .events()
                .v1()
                .events()
                .inNamespace(job.getMetadata().getNamespace())
                .withField("regarding.uid", job.getMetadata().getUid())
                .withField("reason", "FailedCreate")
                .list()
                .getItems()
                .stream()
                .max(Comparator.comparing((Event event) -> event.getMetadata().getCreationTimestamp()))
                .map(Event::getNote)
                .map(note -> note.startsWith(PREFIX) ? note.substring(PREFIX.length()) : note);
    }
}
