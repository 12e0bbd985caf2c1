package dev.millrace.local.apiserver.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.local.apiserver.document.Fields;
import dev.millrace.local.apiserver.selector.SelectorText;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What several kinds show in their columns. */
final class Cells {
    static final String NONE = "<none>";
    static final String UNSET = "<unset>";
    private static final int SHOWN = 3;

    private final Clock clock;

    Cells(Clock clock) {
        this.clock = clock;
    }

    static String name(JsonNode object) {
        return object.path("metadata").path("name").asText();
    }

    String age(JsonNode object) {
        return Ages.since(object.path("metadata").path("creationTimestamp").asText(), clock);
    }

    String since(String time) {
        return Ages.since(time, clock);
    }

    /** From one time to another, or to now; empty where it has not begun. */
    String duration(String from, String to) {
        Instant begin = Ages.parse(from);
        if (begin == null) {
            return "";
        }
        Instant end = Ages.parse(to);
        return Ages.text(Duration.between(begin, end == null ? clock.instant() : end));
    }

    static String orNone(String text) {
        return text.isEmpty() ? NONE : text;
    }

    static String selector(JsonNode selector) {
        return orNone(SelectorText.of(selector));
    }

    /** A plain map as a selector. */
    static String labels(JsonNode map) {
        return orNone(map.properties().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue().asText())
                .sorted()
                .collect(Collectors.joining(",")));
    }

    /** A field of each container of a template. */
    static String containers(JsonNode template, String field) {
        return Fields.items(template.path("spec"), "containers").stream()
                .map(container -> Fields.text(container, field))
                .collect(Collectors.joining(","));
    }

    /** The first three, and how many more. */
    static String few(List<String> values) {
        if (values.isEmpty()) {
            return NONE;
        }
        String first = String.join(",", values.subList(0, Math.min(SHOWN, values.size())));
        return values.size() > SHOWN ? first + " + " + (values.size() - SHOWN) + " more..." : first;
    }

    static List<String> texts(JsonNode list, Function<JsonNode, String> text) {
        List<String> texts = new ArrayList<>();
        list.forEach(item -> texts.add(text.apply(item)));
        return texts;
    }

    /** Access modes as kubectl shortens them. */
    static String modes(JsonNode modes) {
        Map<String, String> shortened = Map.of(
                "ReadWriteOnce", "RWO", "ReadOnlyMany", "ROX", "ReadWriteMany", "RWX", "ReadWriteOncePod", "RWOP");
        return String.join(",", texts(modes, mode -> shortened.getOrDefault(mode.asText(), mode.asText())));
    }

    /** A row: numbers stay numbers. */
    static List<JsonNode> row(Object... values) {
        List<JsonNode> cells = new ArrayList<>();
        for (Object value : values) {
            cells.add(
                    value instanceof Number number
                            ? JsonNodeFactory.instance.numberNode(number.longValue())
                            : JsonNodeFactory.instance.textNode(value.toString()));
        }
        return cells;
    }

    static ObjectNode status(ObjectNode object) {
        ObjectNode status = Fields.child(object, "status");
        return status == null ? object.objectNode() : status;
    }
}
