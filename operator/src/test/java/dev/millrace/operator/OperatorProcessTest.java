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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Whole processes: probes, metrics, and the election among several. */
class OperatorProcessTest {
    @RegisterExtension
    private final ScratchNamespace cluster = new ScratchNamespace();

    private final AtomicInteger losses = new AtomicInteger();

    @Test
    void aProcessThatStopsHandsOverToTheNext() throws Exception {
        OperatorProcess first = start("first");
        cluster.await(Lease.class, "millrace-operator", lease -> "first"
                .equals(lease.getSpec().getHolderIdentity()));
        assertThat(get(first, "/readyz")).isEqualTo("200 ok\n");
        assertThat(get(first, "/healthz")).isEqualTo("200 ok\n");
        assertThat(get(first, "/metrics")).contains("\nmillrace_operator_leading 1.0\n");

        // A process starts once it leads.
        CompletableFuture<OperatorProcess> second = CompletableFuture.supplyAsync(() -> start("second"));
        first.close();
        try (OperatorProcess next = second.get(30, TimeUnit.SECONDS)) {
            cluster.await(Lease.class, "millrace-operator", lease -> "second"
                    .equals(lease.getSpec().getHolderIdentity()));
            assertReconciles();
            assertThat(get(next, "/readyz")).isEqualTo("200 ok\n");
        }
        assertThat(losses).hasValue(0);
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
