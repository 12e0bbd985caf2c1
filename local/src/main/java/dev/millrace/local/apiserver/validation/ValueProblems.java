package dev.millrace.local.apiserver.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonNodePath;
import com.networknt.schema.ValidationMessage;
import dev.millrace.local.apiserver.failure.Problem;
import java.util.ArrayList;
import java.util.List;

/** What the JSON schema library found, in the words of Kubernetes. */
final class ValueProblems {
    private static final List<String> ALTERNATIVES = List.of("oneOf", "anyOf");

    private ValueProblems() {}

    /**
     * What a message says.
     *
     * @param schema that the object was checked against
     */
    static Problem of(ValidationMessage message, JsonNode schema) {
        JsonNodePath evaluated = message.getEvaluationPath();
        for (int i = 0; i < evaluated.getNameCount() - 1; i++) {
            if (ALTERNATIVES.contains(evaluated.getName(i))) {
                return alternatives(message, evaluated.getName(i), "none");
            }
        }
        return found(message, siblings(evaluated, schema));
    }

    private static Problem alternatives(ValidationMessage message, String keyword, String valid) {
        String path = path(message.getInstanceLocation());
        String what = keyword.equals("anyOf")
                ? "at least one schema (anyOf)"
                : "one and only one schema (oneOf). Found "
                        + (valid.equals("none") ? "none valid" : valid + " valid alternatives");
        return Problem.invalid("", "", "\"" + path + "\" must validate " + what);
    }

    /** The keywords beside the one that a message is about. */
    private static JsonNode siblings(JsonNodePath evaluated, JsonNode schema) {
        JsonNode node = schema;
        for (int i = 0; i < evaluated.getNameCount() - 1; i++) {
            Object element = evaluated.getElement(i);
            node = element instanceof Integer index ? node.path(index) : node.path(String.valueOf(element));
        }
        return node;
    }

    private static Problem found(ValidationMessage message, JsonNode siblings) {
        String path = path(message.getInstanceLocation());
        JsonNode value = message.getInstanceNode();
        JsonNode limit = message.getSchemaNode();
        String body = path + " in body ";
        return switch (message.getType()) {
            case "type" -> {
                String is = type(value);
                yield Problem.typeInvalid(
                        path, "\"" + is + "\"", body + "must be of type " + types(limit) + ": \"" + is + "\"");
            }
            case "format" ->
                Problem.typeInvalid(path, value.toString(), body + "must be of type " + limit.asText() + ": " + value);
            case "required" ->
                Problem.required(path.isEmpty() ? message.getProperty() : path + "." + message.getProperty(), "");
            case "enum" -> {
                List<String> values = new ArrayList<>();
                limit.forEach(one -> values.add(one.asText()));
                yield Problem.notSupported(path, value, values);
            }
            case "pattern" -> pattern(path, value, siblings);
            case "minimum" ->
                Problem.invalid(
                        path,
                        value,
                        body + "should be greater than " + bound(siblings, "exclusiveMinimum") + limit.asText());
            case "maximum" ->
                Problem.invalid(
                        path,
                        value,
                        body + "should be less than " + bound(siblings, "exclusiveMaximum") + limit.asText());
            case "multipleOf" -> Problem.invalid(path, value, body + "should be a multiple of " + limit.asText());
            case "minLength" ->
                Problem.invalid(path, value, body + "should be at least " + limit.asText() + " chars long");
            case "maxLength" -> Problem.tooLong(path, limit.asLong());
            case "minItems" ->
                Problem.invalidLiteral(
                        path,
                        Integer.toString(value.size()),
                        body + "should have at least " + limit.asText() + " items");
            case "maxItems", "maxProperties" -> Problem.tooMany(path, value.size(), limit.asLong());
            case "minProperties" ->
                Problem.invalidLiteral(
                        path,
                        Integer.toString(value.size()),
                        body + "should have at least " + limit.asText() + " properties");
            case "oneOf", "anyOf" -> {
                Object valid = message.getArguments().length == 0 ? "0" : message.getArguments()[0];
                yield alternatives(message, message.getType(), valid.equals("0") ? "none" : valid.toString());
            }
            case "not" -> Problem.invalid("", "", "\"" + path + "\" must not validate the schema (not)");
            default -> Problem.invalid(path, value, body + message.getMessage());
        };
    }

    private static Problem pattern(String path, JsonNode value, JsonNode siblings) {
        String body = path + " in body ";
        String format = siblings.path(CustomSchema.FORMAT_OF_EXPRESSION).asText();
        return format.isEmpty()
                ? Problem.invalid(
                        path,
                        value,
                        body + "should match '" + siblings.path("pattern").asText() + "'")
                : Problem.typeInvalid(path, value.toString(), body + "must be of type " + format + ": " + value);
    }

    private static String bound(JsonNode siblings, String exclusive) {
        return siblings.path(exclusive).asBoolean() ? "" : "or equal to ";
    }

    private static String types(JsonNode type) {
        if (!type.isArray()) {
            return type.asText();
        }
        List<String> names = new ArrayList<>();
        type.forEach(one -> names.add(one.asText()));
        return String.join(",", names);
    }

    static String type(JsonNode value) {
        return switch (value.getNodeType()) {
            case ARRAY -> "array";
            case OBJECT, POJO -> "object";
            case STRING, BINARY -> "string";
            case BOOLEAN -> "boolean";
            case NUMBER -> value.isIntegralNumber() ? "integer" : "number";
            case NULL, MISSING -> "null";
        };
    }

    static String path(JsonNodePath location) {
        StringBuilder path = new StringBuilder();
        for (int i = 0; i < location.getNameCount(); i++) {
            Object element = location.getElement(i);
            if (element instanceof Integer index) {
                path.append('[').append(index).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(element);
            }
        }
        return path.toString();
    }
}
