package dev.millrace.local.conformance.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Requests to the API server as they go over the wire; the client behind it knows how to get there and who asks. */
public final class Api {
    static final ObjectMapper JSON = new ObjectMapper();
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final int SECONDS = 30;

    private final KubernetesClient client;

    Api(KubernetesClient client) {
        this.client = client;
    }

    /**
     * What is asked.
     *
     * @param path with its query
     * @param body empty for none
     */
    public record Request(String method, String path, Map<String, String> headers, String body) {
        public static Request get(String path) {
            return new Request("GET", path, Map.of(), "");
        }

        public static Request of(String method, String path, String contentType, String body) {
            return new Request(method, path, Map.of("Content-Type", contentType), body);
        }

        public Request accepting(String mediaType) {
            return new Request(method, path, Map.of("Accept", mediaType), body);
        }
    }

    public Answer get(String path) {
        return send(Request.get(path));
    }

    public Answer send(Request request) {
        try {
            HttpResponse<byte[]> response = client.getHttpClient()
                    .sendAsync(wire(request).build(), byte[].class)
                    .get(SECONDS, TimeUnit.SECONDS);
            String text = new String(response.body(), java.nio.charset.StandardCharsets.UTF_8);
            return new Answer(response.code(), tree(text), text, response.headers());
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError(request + " was not answered", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Follows a path, such as a watch or a log, until it is closed. */
    public Following follow(String path) {
        return Following.open(
                client.getHttpClient(), wire(Request.get(path)).forStreaming().build());
    }

    private HttpRequest.Builder wire(Request request) {
        String server = client.getMasterUrl().toString().replaceFirst("/$", "");
        HttpRequest.Builder builder =
                client.getHttpClient().newHttpRequestBuilder().uri(server + request.path());
        request.headers().forEach(builder::setHeader);
        String type = request.headers().getOrDefault("Content-Type", "application/json");
        return request.body().isEmpty() && request.method().equals("GET")
                ? builder
                : builder.method(request.method(), type, request.body());
    }

    private static JsonNode tree(String text) {
        try {
            return text.startsWith("{") ? JSON.readTree(text) : MissingNode.getInstance();
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }

    /** A value as JSON, which has its place in YAML too. */
    public static String json(Object value) {
        return JSON.valueToTree(value).toString();
    }

    /** An object as tests write it, in YAML. */
    public static JsonNode yaml(String text) {
        try {
            return YAML.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(text, e);
        }
    }
}
