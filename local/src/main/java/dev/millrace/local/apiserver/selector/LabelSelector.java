package dev.millrace.local.apiserver.selector;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.local.apiserver.failure.Refused;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A label selector, of a query or of an object. */
public final class LabelSelector {
    private static final LabelSelector EVERYTHING = new LabelSelector(List.of());

    private final List<Requirement> requirements;

    private enum Operator {
        IN,
        NOT_IN,
        EXISTS,
        NOT_EXISTS,
        GREATER,
        LESS
    }

    private record Requirement(String key, Operator operator, Set<String> values) {
        boolean matches(Map<String, String> labels) {
            String value = labels.get(key);
            return switch (operator) {
                case IN -> value != null && values.contains(value);
                case NOT_IN -> value == null || !values.contains(value);
                case EXISTS -> value != null;
                case NOT_EXISTS -> value == null;
                case GREATER -> value != null && compare(value) > 0;
                case LESS -> value != null && compare(value) < 0;
            };
        }

        /** A label that is no number compares as neither. */
        private int compare(String value) {
            try {
                return Long.compare(
                        Long.parseLong(value), Long.parseLong(values.iterator().next()));
            } catch (NumberFormatException e) {
                return 0;
            }
        }
    }

    private LabelSelector(List<Requirement> requirements) {
        this.requirements = List.copyOf(requirements);
    }

    /**
     * A selector of a query: {@code a=b,c!=d,e in (f,g),h notin (i),j,!k}.
     *
     * @throws Refused when it is none
     */
    public static LabelSelector parse(String text) {
        if (text.isBlank()) {
            return EVERYTHING;
        }
        return new LabelSelector(new Parser(text).requirements());
    }

    /** A LabelSelector of an object: {@code matchLabels} and {@code matchExpressions}. */
    public static LabelSelector of(JsonNode selector) {
        List<Requirement> requirements = new ArrayList<>();
        selector.path("matchLabels")
                .properties()
                .forEach(entry -> requirements.add(new Requirement(
                        entry.getKey(), Operator.IN, Set.of(entry.getValue().asText()))));
        for (JsonNode expression : selector.path("matchExpressions")) {
            Set<String> values = new HashSet<>();
            expression.path("values").forEach(value -> values.add(value.asText()));
            Operator operator =
                    switch (expression.path("operator").asText()) {
                        case "In" -> Operator.IN;
                        case "NotIn" -> Operator.NOT_IN;
                        case "Exists" -> Operator.EXISTS;
                        default -> Operator.NOT_EXISTS;
                    };
            requirements.add(new Requirement(expression.path("key").asText(), operator, values));
        }
        return new LabelSelector(requirements);
    }

    public boolean matches(Map<String, String> labels) {
        for (Requirement requirement : requirements) {
            if (!requirement.matches(labels)) {
                return false;
            }
        }
        return true;
    }

    /** Whether it takes whatever comes. */
    public boolean isEverything() {
        return requirements.isEmpty();
    }

    private static final class Parser {
        private final String text;
        private int at;

        Parser(String text) {
            this.text = text;
        }

        List<Requirement> requirements() {
            List<Requirement> requirements = new ArrayList<>();
            do {
                requirements.add(requirement());
            } while (take(","));
            if (at < text.length()) {
                throw unable("found '" + text.substring(at) + "', expected: ',' or 'end of string'");
            }
            return requirements;
        }

        private Requirement requirement() {
            if (take("!")) {
                return new Requirement(word("identifier"), Operator.NOT_EXISTS, Set.of());
            }
            String key = value();
            if (key.isEmpty()) {
                throw Refused.badRequest("found '" + sign() + "', expected: !, identifier, or 'end of string'");
            }
            if (take("==") || take("=")) {
                return new Requirement(key, Operator.IN, Set.of(value()));
            }
            if (take("!=")) {
                return new Requirement(key, Operator.NOT_IN, Set.of(value()));
            }
            if (take(">")) {
                return new Requirement(key, Operator.GREATER, Set.of(integer(key)));
            }
            if (take("<")) {
                return new Requirement(key, Operator.LESS, Set.of(integer(key)));
            }
            skip();
            if (at == text.length() || text.charAt(at) == ',') {
                return new Requirement(key, Operator.EXISTS, Set.of());
            }
            String operator = value();
            return switch (operator) {
                case "in" -> new Requirement(key, Operator.IN, values());
                case "notin" -> new Requirement(key, Operator.NOT_IN, values());
                default -> throw unable("found '" + operator + "', expected: in, notin, =, ==, !=, gt, lt");
            };
        }

        private Set<String> values() {
            if (!take("(")) {
                throw unable("found '" + text.substring(at) + "', expected: '('");
            }
            Set<String> values = new HashSet<>();
            do {
                values.add(value());
            } while (take(","));
            if (!take(")")) {
                throw unable("found '" + text.substring(at) + "', expected: ',', ')' or identifier");
            }
            return values;
        }

        private String integer(String key) {
            String value = value();
            try {
                return Long.toString(Long.parseLong(value));
            } catch (NumberFormatException e) {
                throw unable("values[0][" + key + "]: Invalid value: \"" + value
                        + "\": for 'Gt', 'Lt' operators, the value must be an integer");
            }
        }

        private String word(String expected) {
            String word = value();
            if (word.isEmpty()) {
                throw unable("found '" + text.substring(at) + "', expected: " + expected);
            }
            return word;
        }

        /** Up to the next sign; may be empty. */
        private String value() {
            skip();
            int start = at;
            while (at < text.length() && " \t,()!=<>".indexOf(text.charAt(at)) < 0) {
                at++;
            }
            String value = text.substring(start, at);
            skip();
            return value;
        }

        /** What stands where a key should. */
        private String sign() {
            for (String sign : List.of("==", "!=")) {
                if (text.startsWith(sign, at)) {
                    return sign;
                }
            }
            return at < text.length() ? text.substring(at, at + 1) : "";
        }

        private boolean take(String sign) {
            skip();
            if (!text.startsWith(sign, at)) {
                return false;
            }
            at += sign.length();
            return true;
        }

        private void skip() {
            while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
                at++;
            }
        }

        private Refused unable(String why) {
            return Refused.badRequest("unable to parse requirement: " + why);
        }
    }
}
