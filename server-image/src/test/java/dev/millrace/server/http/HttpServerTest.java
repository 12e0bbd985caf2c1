package dev.millrace.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.contract.Digest;
import dev.millrace.server.metrics.ServerMetrics;
import dev.millrace.server.protocol.ModelIdentity;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** A server whose model is still being loaded. */
class HttpServerTest {
    @Test
    void isAliveAndNotReadyWithoutAModel() throws Exception {
        HttpServer.Settings settings = new HttpServer.Settings("0.0.0.0", 0, 0, 1024, 1, 10);
        ModelIdentity identity = new ModelIdentity("houses", "7", Digest.of("a model"));
        try (HttpServer server = new HttpServer(settings, identity, new ServerMetrics(), "1")) {
            server.start();

            assertThat(get(server, "/v2/health/live").statusCode()).isEqualTo(200);
            assertThat(get(server, "/v2/health/ready").statusCode()).isEqualTo(503);
            HttpResponse<String> model = get(server, "/v2/models/houses");
            assertThat(model.statusCode()).isEqualTo(503);
            assertThat(model.body()).isEqualTo("{\"error\":\"the model is being loaded: ask again in a moment\"}");
        }
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "other systems have one loopback address")
    void serversOfOnePortHaveAddressesOfTheirOwn() {
        ModelIdentity identity = new ModelIdentity("houses", "7", Digest.of("a model"));
        HttpServer.Settings first = new HttpServer.Settings("127.0.0.1", 0, 0, 1024, 1, 10);
        try (HttpServer one = new HttpServer(first, identity, new ServerMetrics(), "1")) {
            one.start();
            HttpServer.Settings second =
                    new HttpServer.Settings("127.0.0.2", one.port(), one.metricsPort(), 1024, 1, 10);
            try (HttpServer other = new HttpServer(second, identity, new ServerMetrics(), "1")) {
                other.start();

                assertThat(other.port()).isEqualTo(one.port());
            }
        }
    }

    private static HttpResponse<String> get(HttpServer server, String path) throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + server.port() + path);
        return HttpClient.newHttpClient().send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    }
}
