package dev.millrace.local.controller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.local.ServerClient;
import dev.millrace.local.apiserver.ApiServer;
import dev.millrace.local.apiserver.Options;
import dev.millrace.local.event.EventRecorder;
import dev.millrace.local.event.Source;
import dev.millrace.local.timer.SettableClock;
import dev.millrace.local.timer.Timers;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a controller may conclude from a cache that is behind. */
@Timeout(60)
class PodWriterTest {
    private static final List<Pod> NOTHING = List.of();

    private final SettableClock clock = new SettableClock(Instant.parse("2026-01-01T00:00:00Z"));
    private final Timers threads = new Timers("events", 1);
    private ApiServer server;
    private KubernetesClient client;
    private PodWriter writer;
    private Job job;

    @BeforeEach
    void start() throws Exception {
        server = ApiServer.start(Options.inMemory());
        client = ServerClient.of(server.address(), "default");
        Workbench bench =
                new Workbench(client, new Informers(client), new EventRecorder(client, threads, clock), threads, clock);
        writer = new PodWriter(bench, Source.of("job-controller"));
        job = client.batch()
                .v1()
                .jobs()
                .resource(new JobBuilder()
                        .withNewMetadata()
                        .withName("one")
                        .endMetadata()
                        .withNewSpec()
                        .withNewTemplate()
                        .withNewSpec()
                        .withRestartPolicy("Never")
                        .addNewContainer()
                        .withName("main")
                        .withImage("trainer")
                        .endContainer()
                        .endSpec()
                        .endTemplate()
                        .endSpec()
                        .build())
                .create();
    }

    @AfterEach
    void close() {
        threads.close();
        client.close();
        server.close();
    }

    @Test
    void aPodThatTheCacheDoesNotShowIsWaitedForAsLongAsItIsThere() {
        create();

        assertThat(writer.upToDate(job, NOTHING)).isFalse();
        later();
        assertThat(writer.upToDate(job, NOTHING)).isFalse();
        later();
        assertThat(writer.upToDate(job, NOTHING)).isFalse();
        assertThat(writer.upToDate(job, pods())).isTrue();
        assertThat(writer.upToDate(job, NOTHING)).isTrue();
    }

    @Test
    void aPodThatWasGoneBeforeTheCacheShowedItIsForgotten() {
        create();
        client.pods().withGracePeriod(0).delete();

        assertThat(writer.upToDate(job, NOTHING)).isFalse();
        later();
        assertThat(writer.upToDate(job, NOTHING)).isTrue();
    }

    @Test
    void aPodThatWasRemovedIsWaitedForUntilTheCacheShowsThat() {
        create();
        List<Pod> before = pods();
        assertThat(writer.upToDate(job, before)).isTrue();
        before.forEach(pod -> writer.delete(job, pod));

        later();
        assertThat(writer.upToDate(job, before)).isFalse();
        assertThat(writer.upToDate(job, pods())).isTrue();
    }

    private void create() {
        writer.create(job, job.getSpec().getTemplate(), new PodWriter.Additions(Map.of(), List.of()));
    }

    private List<Pod> pods() {
        return client.pods().list().getItems();
    }

    private void later() {
        clock.advance(Duration.ofMinutes(1));
    }
}
