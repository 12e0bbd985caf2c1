package dev.millrace.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A question to a model and its answer.
 *
 * @param request the body of an inference request
 * @param response what came of it
 * @param metadata what the server tells about the model
 * @param took from the request to the response
 */
record Prediction(JsonNode request, JsonNode response, JsonNode metadata, Duration took) {
    private static final int FIELDS_SHOWN = 5;
    private static final int LONGEST_VALUE = 24;

    /** What a user is shown. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        String label = metadata.at("/parameters/label").asText();
        JsonNode row = request.at("/inputs/0/data/0");
        if (row.isObject()) {
            lines.add("  input       " + input(row, label));
        }
        lines.add("  prediction  " + prediction(label) + "  (%d ms)".formatted(took.toMillis()));
        if (row.hasNonNull(label)) {
            lines.add("  true value  " + Figures.value(row.path(label)));
        }
        return lines;
    }

    private static String input(JsonNode row, String label) {
        List<String> shown = new ArrayList<>();
        int fields = 0;
        for (Map.Entry<String, JsonNode> field : row.properties()) {
            if (field.getKey().equals(label)) {
                continue;
            }
            fields++;
            if (shown.size() < FIELDS_SHOWN
                    && !field.getValue().isNull()
                    && field.getValue().asText().length() <= LONGEST_VALUE) {
                shown.add(field.getKey() + " " + field.getValue().asText());
            }
        }
        int more = fields - shown.size();
        return String.join(", ", shown) + (more > 0 ? ", and %d more".formatted(more) : "");
    }

    private String prediction(String label) {
        JsonNode value = output(response, "prediction")
                .map(output -> output.at("/data/0"))
                .orElse(response);
        String text = (label.isEmpty() ? "" : label + " ") + Figures.value(value);
        return probability(value)
                .map(percent -> text + ", probability " + percent)
                .orElse(text);
    }

    private Optional<String> probability(JsonNode predicted) {
        Optional<JsonNode> probabilities = output(response, "probabilities").map(output -> output.path("data"));
        Optional<JsonNode> classes = output(metadata, "probabilities").map(output -> output.at("/parameters/classes"));
        if (probabilities.isEmpty() || classes.isEmpty()) {
            return Optional.empty();
        }
        for (int index = 0; index < classes.get().size(); index++) {
            if (classes.get().path(index).asText().equals(predicted.asText())) {
                return Optional.of(
                        Figures.shortened(probabilities.get().path(index).asDouble()));
            }
        }
        return Optional.empty();
    }

    private static Optional<JsonNode> output(JsonNode from, String name) {
        for (JsonNode output : from.path("outputs")) {
            if (output.path("name").asText().equals(name)) {
                return Optional.of(output);
            }
        }
        return Optional.empty();
    }
}
