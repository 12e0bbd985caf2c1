package dev.millrace.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/**
 * A model that answers on this machine.
 *
 * @param url of the model in the Open Inference Protocol, such as {@code http://127.0.0.1:8080/v2/models/houses}
 */
record ServedModel(URI url) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final int OK = 200;
    private static final int UNAVAILABLE = 503;

    /** Where predictions are asked for. */
    URI infer() {
        return URI.create(url + "/infer");
    }

    /** Asks it once. */
    Answer ask(JsonNode request) throws InterruptedException {
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        try {
            HttpResponse<String> metadata =
                    send(client, HttpRequest.newBuilder(url).GET());
            if (metadata.statusCode() != OK) {
                return failure(url, metadata);
            }
            long start = System.nanoTime();
            HttpResponse<String> response = send(
                    client,
                    HttpRequest.newBuilder(infer())
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(request))));
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            return response.statusCode() == OK
                    ? new Answer.Predicted(new Prediction(
                            request, JSON.readTree(response.body()), JSON.readTree(metadata.body()), took))
                    : failure(infer(), response);
        } catch (IOException e) {
            return new Answer.Away(url + " does not answer: " + e.getMessage());
        }
    }

    private static HttpResponse<String> send(HttpClient client, HttpRequest.Builder request)
            throws IOException, InterruptedException {
        return client.send(request.timeout(TIMEOUT).build(), HttpResponse.BodyHandlers.ofString());
    }

    private static Answer failure(URI asked, HttpResponse<String> response) {
        String sentence = "%s answered with %d: %s".formatted(asked, response.statusCode(), error(response.body()));
        return response.statusCode() == UNAVAILABLE ? new Answer.Away(sentence) : new Answer.Refused(sentence);
    }

    private static String error(String body) {
        try {
            return JSON.readTree(body).path("error").asText(body).strip();
        } catch (IOException e) {
            return body.strip();
        }
    }
}
