package dev.millrace.local.event;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes Events, in the background and in order. The same one again counts up the first.
 *
 * <p>An Event that cannot be written is dropped: nothing depends on it.
 */
public final class EventRecorder {
    private static final Logger LOG = LoggerFactory.getLogger(EventRecorder.class);
    private static final int REMEMBERED = 1_000;
    private static final int LONGEST_MESSAGE = 1024;

    private final KubernetesClient client;
    private final Executor writer;
    private final Clock clock;
    private final Map<Key, Count> written = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Count> eldest) {
            return size() > REMEMBERED;
        }
    };

    private record Key(String uid, String part, Source source, Occurrence occurrence) {}

    private record Count(String name, int count) {}

    /** @param writer runs one thing at a time, in order */
    public EventRecorder(KubernetesClient client, Executor writer, Clock clock) {
        this.client = client;
        this.writer = writer;
        this.clock = clock;
    }

    /** Tells of an object. */
    public void record(HasMetadata about, Source source, Occurrence occurrence) {
        record(about, null, source, occurrence);
    }

    /**
     * Tells of a part of an object.
     *
     * @param part its field, such as {@code spec.containers{server}}
     */
    public void record(HasMetadata about, @Nullable String part, Source source, Occurrence occurrence) {
        ObjectReference reference = new ObjectReferenceBuilder()
                .withApiVersion(about.getApiVersion())
                .withKind(about.getKind())
                .withNamespace(about.getMetadata().getNamespace())
                .withName(about.getMetadata().getName())
                .withUid(about.getMetadata().getUid())
                .withResourceVersion(about.getMetadata().getResourceVersion())
                .withFieldPath(part)
                .build();
        String now = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
        try {
            writer.execute(() -> write(reference, source, occurrence, now));
        } catch (RejectedExecutionException e) {
            LOG.debug("the node stops: an event is dropped", e);
        }
    }

    private void write(ObjectReference about, Source source, Occurrence occurrence, String now) {
        Key key = new Key(about.getUid(), about.getFieldPath() == null ? "" : about.getFieldPath(), source, occurrence);
        String namespace = about.getNamespace() == null ? "default" : about.getNamespace();
        Count before = written.get(key);
        try {
            if (before != null && countedUp(namespace, before, now)) {
                written.put(key, new Count(before.name(), before.count() + 1));
                return;
            }
            Event event = event(about, source, occurrence, now);
            client.v1().events().inNamespace(namespace).resource(event).create();
            written.put(key, new Count(event.getMetadata().getName(), 1));
        } catch (KubernetesClientException e) {
            LOG.debug("event {} of {} was not written", occurrence.reason(), about.getName(), e);
        }
    }

    private boolean countedUp(String namespace, Count before, String now) {
        String patch = "{\"count\":%d,\"lastTimestamp\":\"%s\"}".formatted(before.count() + 1, now);
        try {
            client.v1()
                    .events()
                    .inNamespace(namespace)
                    .withName(before.name())
                    .patch(PatchContext.of(PatchType.JSON_MERGE), patch);
            return true;
        } catch (KubernetesClientException e) {
            // It has expired.
            return false;
        }
    }

    private Event event(ObjectReference about, Source source, Occurrence occurrence, String now) {
        String message = occurrence.message().length() > LONGEST_MESSAGE
                ? occurrence.message().substring(0, LONGEST_MESSAGE)
                : occurrence.message();
        Instant instant = clock.instant();
        return new EventBuilder()
                .withNewMetadata()
                .withName(about.getName() + "."
                        + Long.toHexString(instant.getEpochSecond() * 1_000_000_000L + instant.getNano()))
                .withNamespace(about.getNamespace() == null ? "default" : about.getNamespace())
                .endMetadata()
                .withInvolvedObject(about)
                .withType(occurrence.type())
                .withReason(occurrence.reason())
                .withMessage(message)
                .withNewSource()
                .withComponent(source.component())
                .withHost(source.host().isEmpty() ? null : source.host())
                .endSource()
                .withReportingComponent(source.component())
                .withReportingInstance(source.host())
                .withFirstTimestamp(now)
                .withLastTimestamp(now)
                .withCount(1)
                .build();
    }
}
