package dev.millrace.operator.event;

import dev.millrace.contract.Digest;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.MicroTime;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.api.model.events.v1.EventBuilder;
import io.fabric8.kubernetes.api.model.events.v1.EventSeriesBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes Events. The same event again counts up the one that is there, by its name, so no restart of the operator doubles it.
 *
 * <p>An event that cannot be published is logged and never stops a reconcile.
 */
public final class Events {
    private static final Logger LOG = LoggerFactory.getLogger(Events.class);
    private static final String CONTROLLER = "millrace.dev/operator";
    private static final int LONGEST_NOTE = 1024;
    private static final DateTimeFormatter MICROS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    private final KubernetesClient client;
    private final String instance;
    private final Clock clock;
    private final Executor sender;

    /**
     * @param instance this process, such as its pod's name
     * @param sender does the requests, one at a time
     */
    public Events(KubernetesClient client, String instance, Clock clock, Executor sender) {
        this.client = client;
        this.instance = instance;
        this.clock = clock;
        this.sender = sender;
    }

    /** How much an event should worry its reader. */
    public enum Severity {
        NORMAL("Normal"),
        WARNING("Warning");

        private final String wireName;

        Severity(String wireName) {
            this.wireName = wireName;
        }
    }

    /**
     * What happened.
     *
     * @param reason a condition's reason in its wire name
     * @param action what the operator did or does, such as {@code Reconcile}
     * @param note one sentence
     */
    public record Occurrence(Severity severity, String reason, String action, String note) {}

    /** Publishes what happened to a resource, now by its own time. */
    public void publish(HasMetadata subject, Occurrence occurrence) {
        Event event = event(subject, occurrence);
        sender.execute(() -> send(event));
    }

    private void send(Event event) {
        try {
            client.resource(event).create();
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_CONFLICT) {
                repeat(event);
            } else {
                LOG.warn("event {} was not published: {}", event.getReason(), e.getMessage());
            }
        }
    }

    private void repeat(Event event) {
        try {
            client.events()
                    .v1()
                    .events()
                    .inNamespace(event.getMetadata().getNamespace())
                    .withName(event.getMetadata().getName())
                    .edit(present -> {
                        int count = present.getSeries() == null
                                ? 1
                                : present.getSeries().getCount();
                        present.setSeries(new EventSeriesBuilder()
                                .withCount(count + 1)
                                .withLastObservedTime(now())
                                .build());
                        return present;
                    });
        } catch (KubernetesClientException e) {
            LOG.warn("event {} was not counted up: {}", event.getReason(), e.getMessage());
        }
    }

    private Event event(HasMetadata subject, Occurrence occurrence) {
        var metadata = subject.getMetadata();
        String note = occurrence.note().length() <= LONGEST_NOTE
                ? occurrence.note()
                : occurrence.note().substring(0, LONGEST_NOTE - 1) + "…";
        String identity = metadata.getUid() + "\n" + occurrence.reason() + "\n" + note;
        return new EventBuilder()
                .withNewMetadata()
                .withNamespace(metadata.getNamespace())
                .withName(metadata.getName() + "." + Digest.of(identity).abbreviated())
                .endMetadata()
                .withEventTime(now())
                .withReportingController(CONTROLLER)
                .withReportingInstance(instance)
                .withType(occurrence.severity().wireName)
                .withReason(occurrence.reason())
                .withAction(occurrence.action())
                .withNote(note)
                .withRegarding(new ObjectReferenceBuilder()
                        .withApiVersion(subject.getApiVersion())
                        .withKind(subject.getKind())
                        .withNamespace(metadata.getNamespace())
                        .withName(metadata.getName())
                        .withUid(metadata.getUid())
                        .withResourceVersion(metadata.getResourceVersion())
                        .build())
                .build();
    }

    private MicroTime now() {
        return new MicroTime(MICROS.format(clock.instant()));
    }
}
