package dev.millrace.server;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.contract.Json;
import dev.millrace.contract.bundle.ModelManifest;
import dev.millrace.server.http.HttpServer;
import dev.millrace.server.protocol.ModelIdentity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** A server in this process, on free ports, and a client of it. */
final class RunningServer implements AutoCloseable {
    static final String INFER = "/v2/models/houses/infer";
    static final int MAX_BODY = 256 * 1024;
    static final int MAX_ROWS = 1_000;
    static final int BODY_SECONDS = 3;

    private final ModelServer server;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private RunningServer(ModelServer server) {
        this.server = server;
    }

    static RunningServer of(SampleStore store, ModelManifest model) {
        return new RunningServer(ModelServer.start(options(store, model, Duration.ZERO), server -> {}));
    }

    static ServerOptions options(SampleStore store, ModelManifest model, Duration drain) {
        return new ServerOptions(
                store.folder().toUri(),
                new ModelIdentity("houses", "7", model.digest()),
                new HttpServer.Settings("0.0.0.0", 0, 0, MAX_BODY, BODY_SECONDS, 256),
                MAX_ROWS,
                drain,
                Duration.ofSeconds(10));
    }

    int port() {
        return server.port();
    }

    URI at(String path) {
        return URI.create("http://127.0.0.1:" + server.port() + path);
    }

    HttpResponse<String> get(String path) {
        return send(HttpRequest.newBuilder(at(path)).GET());
    }

    HttpResponse<String> infer(String json) {
        return infer(BodyPublishers.ofString(json));
    }

    HttpResponse<String> infer(BodyPublisher body) {
        return send(HttpRequest.newBuilder(at(INFER))
                .header("Content-Type", "application/json")
                .POST(body));
    }

    /** The answer to a request that has to be right. */
    JsonNode answer(String json) {
        HttpResponse<String> response = infer(json);
        if (response.statusCode() != 200) {
            throw new AssertionError(response.statusCode() + " " + response.body());
        }
        return Json.read(response.body(), JsonNode.class);
    }

    String metrics() {
        return send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.metricsPort() + "/metrics")))
                .body();
    }

    HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return client.send(request.timeout(Duration.ofSeconds(30)).build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.stop();
    }
}
