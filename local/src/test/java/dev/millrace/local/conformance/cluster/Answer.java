package dev.millrace.local.conformance.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/**
 * What the API server answered.
 *
 * @param code of HTTP
 * @param body missing where it is not JSON
 * @param text the body as it came
 */
public record Answer(int code, JsonNode body, String text, Map<String, List<String>> headers) {

    /** What a refusal says. */
    public record Refusal(int code, String reason, String message) {}

    /** The body of a request that has to work. */
    public JsonNode ok() {
        if (code >= 300) {
            throw new AssertionError("refused with " + code + ": " + text);
        }
        return body;
    }

    /** What a request that must not work was told. */
    public Refusal refusal() {
        if (code < 300) {
            throw new AssertionError("not refused: " + text);
        }
        return new Refusal(
                code, body.path("reason").asText(), body.path("message").asText());
    }

    /** The texts of the answer's warnings. */
    public List<String> warnings() {
        return headers.entrySet().stream()
                .filter(header -> header.getKey().equalsIgnoreCase("Warning"))
                .flatMap(header -> header.getValue().stream())
                .map(warning -> warning.substring(warning.indexOf('"') + 1, warning.length() - 1))
                .toList();
    }
}
