package dev.millrace.operator.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.operator.ScratchNamespace;
import dev.millrace.operator.event.Events.Occurrence;
import dev.millrace.operator.event.Events.Severity;
import dev.millrace.operator.golden.Fixed;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class EventsTest {
    @RegisterExtension
    private final ScratchNamespace cluster = new ScratchNamespace();

    private ConfigMap subject;

    @BeforeEach
    void createSubject() {
        subject = cluster.create(new ConfigMapBuilder()
                .withNewMetadata()
                .withName("houses")
                .endMetadata()
                .build());
    }

    @Test
    void tellsOfAResource() {
        events("process-1").publish(subject, occurrence("no claim"));

        assertThat(published()).singleElement().satisfies(event -> {
            assertThat(event.getType()).isEqualTo("Warning");
            assertThat(event.getReason()).isEqualTo("StoreMissing");
            assertThat(event.getNote()).isEqualTo("no claim");
            assertThat(event.getRegarding().getKind()).isEqualTo("ConfigMap");
            assertThat(event.getRegarding().getUid())
                    .isEqualTo(subject.getMetadata().getUid());
            assertThat(event.getEventTime().getTime()).isEqualTo("2026-01-01T12:00:00.000000Z");
            assertThat(event.getSeries()).isNull();
        });
    }

    @Test
    void theSameAgainCountsUpWhateverProcessTellsIt() {
        events("process-1").publish(subject, occurrence("no claim"));
        events("process-2").publish(subject, occurrence("no claim"));
        events("process-2").publish(subject, occurrence("no claim"));
        events("process-2").publish(subject, occurrence("another sentence"));

        assertThat(published())
                .extracting(event -> event.getNote() + " "
                        + (event.getSeries() == null ? 1 : event.getSeries().getCount()))
                .containsExactlyInAnyOrder("no claim 3", "another sentence 1");
    }

    @Test
    void aLongNoteIsCutToWhatAnEventTakes() {
        events("process-1").publish(subject, occurrence("x".repeat(2000)));

        assertThat(published())
                .singleElement()
                .satisfies(event -> assertThat(event.getNote()).hasSize(1024).endsWith("x…"));
    }

    private static Occurrence occurrence(String note) {
        return new Occurrence(Severity.WARNING, "StoreMissing", "Reconcile", note);
    }

    private Events events(String instance) {
        return new Events(cluster.client(), instance, Fixed.CLOCK, Runnable::run);
    }

    private List<Event> published() {
        return cluster.list(Event.class);
    }
}
