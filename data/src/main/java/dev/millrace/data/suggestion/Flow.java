package dev.millrace.data.suggestion;

import dev.millrace.contract.Json;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** One line of YAML: an entry of a list, and why it is there. */
final class Flow {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]*");

    /** Words that YAML 1.1 takes for something else than a text. */
    private static final Set<String> OTHERS = Set.of("true", "false", "null", "yes", "no", "on", "off", "y", "n");

    private final List<String> fields = new ArrayList<>();
    private final List<String> reasons = new ArrayList<>();

    Flow text(String field, String value) {
        fields.add(field + ": " + scalar(value));
        return this;
    }

    /** A number or a truth value. */
    Flow value(String field, Object value) {
        fields.add(field + ": " + value);
        return this;
    }

    Flow texts(String field, Collection<String> values) {
        fields.add(field + ": " + values.stream().map(Flow::scalar).collect(Collectors.joining(", ", "[", "]")));
        return this;
    }

    Flow because(String reason) {
        reasons.add(reason);
        return this;
    }

    private static String scalar(String text) {
        boolean plain = PLAIN.matcher(text).matches() && !OTHERS.contains(text.toLowerCase(Locale.ROOT));
        return plain ? text : Json.text(text);
    }

    @Override
    public String toString() {
        String entry = "  - {" + String.join(", ", fields) + "}";
        return reasons.isEmpty() ? entry : entry + "  # " + String.join("; ", reasons);
    }
}
