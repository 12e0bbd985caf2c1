package dev.millrace.local.apiserver.selector;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** LabelSelectors as queries and columns write them. */
public final class SelectorText {
    private SelectorText() {}

    /** {@code a=b,c in (d,e),!f}; empty where the selector is. */
    public static String of(JsonNode selector) {
        List<String> parts = new ArrayList<>();
        selector.path("matchLabels")
                .properties()
                .forEach(label ->
                        parts.add(label.getKey() + "=" + label.getValue().asText()));
        for (JsonNode expression : selector.path("matchExpressions")) {
            String key = expression.path("key").asText();
            String operator = expression.path("operator").asText();
            switch (operator) {
                case "Exists" -> parts.add(key);
                case "DoesNotExist" -> parts.add("!" + key);
                default -> {
                    List<String> values = new ArrayList<>();
                    expression.path("values").forEach(value -> values.add(value.asText()));
                    parts.add(key + " " + operator.toLowerCase(Locale.ROOT) + " (" + String.join(",", values) + ")");
                }
            }
        }
        return String.join(",", parts);
    }
}
