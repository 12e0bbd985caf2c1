package dev.millrace.operator.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.operator.health.HealthServer.Probes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HealthServerTest {
    private final HealthServer server = new HealthServer(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            new Probes(List::of, () -> List.of("informer a stands", "informer b stands"), () -> "up 1\n"));

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void aCheckWithoutProblemsIsOk() throws Exception {
        HttpResponse<String> response = get("/healthz");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("ok\n");
    }

    @Test
    void aCheckWithProblemsNamesThem() throws Exception {
        HttpResponse<String> response = get("/readyz");

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.body()).isEqualTo("informer a stands\ninformer b stands\n");
    }

    @Test
    void metricsHavePrometheusType() throws Exception {
        HttpResponse<String> response = get("/metrics");

        assertThat(response.body()).isEqualTo("up 1\n");
        assertThat(response.headers().firstValue("Content-Type")).contains("text/plain; version=0.0.4; charset=utf-8");
    }

    @Test
    void aPortThatIsTakenIsNamed() {
        assertThatThrownBy(() -> new HealthServer(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()),
                        new Probes(List::of, List::of, () -> "")))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("port " + server.port() + " cannot be listened on");
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                                .build(),
                        BodyHandlers.ofString());
    }
}
