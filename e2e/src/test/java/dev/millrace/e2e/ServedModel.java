package dev.millrace.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * A served model, reached through {@code kubectl proxy} and the API server's proxy to the Service: each request goes to any of the Service's
 * ready pods, on any cluster and from any machine.
 */
final class ServedModel implements AutoCloseable {
    private final Process proxy;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI service;
    private final String model;

    private ServedModel(Process proxy, URI service, String model) {
        this.proxy = proxy;
        this.service = service;
        this.model = model;
    }

    static ServedModel reach(Kubectl kubectl, String name) {
        try {
            Process proxy = new ProcessBuilder(kubectl.command("proxy", "--port=0"))
                    .redirectErrorStream(true)
                    .start();
            BufferedReader out =
                    new BufferedReader(new InputStreamReader(proxy.getInputStream(), StandardCharsets.UTF_8));
            String line = out.readLine();
            if (line == null || !line.contains("127.0.0.1:")) {
                throw new AssertionError("kubectl proxy said: " + line);
            }
            String address = line.substring(line.indexOf("127.0.0.1:")).strip();
            URI service = URI.create("http://%s/api/v1/namespaces/%s/services/http:%s:80/proxy/"
                    .formatted(address, kubectl.namespace(), name));
            return new ServedModel(proxy, service, name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The body of a request that has to be answered with 200. */
    JsonNode infer(String request) {
        HttpResponse<String> response = post(request);
        if (response.statusCode() != 200) {
            throw new AssertionError("answered %d: %s".formatted(response.statusCode(), response.body()));
        }
        return Kubectl.read(response.body());
    }

    HttpResponse<String> post(String request) {
        HttpRequest post = HttpRequest.newBuilder(service.resolve("v2/models/" + model + "/infer"))
                .timeout(Duration.ofSeconds(20))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(request))
                .build();
        try {
            return client.send(post, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        proxy.destroy();
    }
}
