package dev.millrace.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.api.v1alpha1.dataset.DatasetVersion;
import dev.millrace.operator.OperatorProcess.Place;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Whole processes: probes, metrics, and the election among several. */
class OperatorProcessTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @RegisterExtension
    private final ScratchNamespace cluster = new ScratchNamespace();

    private final AtomicInteger losses = new AtomicInteger();

    @Test
    void aProcessThatStopsHandsOverToTheNext() throws Exception {
        OperatorProcess first = start("first");
        cluster.await(Lease.class, "millrace-operator", lease -> "first"
                .equals(lease.getSpec().getHolderIdentity()));
        awaitReady(first);
        assertThat(get(first, "/healthz")).isEqualTo("200 ok\n");
        assertThat(get(first, "/metrics")).contains("\nmillrace_operator_leading 1.0\n");

        // A process starts once it leads.
        CompletableFuture<OperatorProcess> second = CompletableFuture.supplyAsync(() -> start("second"));
        first.close();
        try (OperatorProcess next = second.get(30, TimeUnit.SECONDS)) {
            cluster.await(Lease.class, "millrace-operator", lease -> "second"
                    .equals(lease.getSpec().getHolderIdentity()));
            assertReconciles();
            awaitReady(next);
        }
        assertThat(losses).hasValue(0);
    }

    /** A process has started before the last of its watches is open. */
    private static void awaitReady(OperatorProcess process) throws IOException, InterruptedException {
        Instant end = Instant.now().plus(PATIENCE);
        String answer = get(process, "/readyz");
        while (!answer.equals("200 ok\n") && Instant.now().isBefore(end)) {
            TimeUnit.MILLISECONDS.sleep(20);
            answer = get(process, "/readyz");
        }
        assertThat(answer).isEqualTo("200 ok\n");
    }

    private void assertReconciles() {
        cluster.create(DatasetVersion.class, """
                apiVersion: millrace.dev/v1alpha1
                kind: DatasetVersion
                metadata: {name: houses-1}
                spec:
                  source: {configMap: {name: houses, key: houses.csv}}
                """);
        cluster.await(DatasetVersion.class, "houses-1", version -> version.getStatus() != null);
    }

    private OperatorProcess start(String identity) {
        return OperatorProcess.start(
                cluster.newClient(),
                OperatorUnderTest.configuration(cluster.name()),
                new Place(
                        identity,
                        cluster.name(),
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        losses::incrementAndGet),
                Clock.systemUTC());
    }

    private static String get(OperatorProcess process, String path) throws IOException, InterruptedException {
        HttpResponse<String> response = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + process.healthPort() + path))
                                .build(),
                        BodyHandlers.ofString());
        return response.statusCode() + " " + response.body();
    }
}
