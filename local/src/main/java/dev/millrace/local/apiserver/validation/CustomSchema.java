package dev.millrace.local.apiserver.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import com.networknt.schema.JsonMetaSchema;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.NonValidationKeyword;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import com.networknt.schema.oas.OpenApi30;
import com.networknt.schema.regex.RegularExpression;
import dev.millrace.local.apiserver.document.Documents;
import dev.millrace.local.apiserver.failure.Problem;
import dev.millrace.local.apiserver.schema.Schema;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The value rules of a CRD's schema, checked by a JSON schema library with the regular expressions of Go. */
public final class CustomSchema {
    /** The dialect of OpenAPI 3.0, in which these are parts of minimum and maximum and not keywords of their own. */
    private static final JsonMetaSchema DIALECT = JsonMetaSchema.builder(
                    OpenApi30.getInstance().getIri(), OpenApi30.getInstance())
            .keyword(new NonValidationKeyword("exclusiveMinimum"))
            .keyword(new NonValidationKeyword("exclusiveMaximum"))
            .keyword(new NonValidationKeyword(CustomSchema.FORMAT_OF_EXPRESSION))
            .build();

    private static final JsonSchemaFactory FACTORY = JsonSchemaFactory.getInstance(
            VersionFlag.V4, builder -> builder.metaSchema(DIALECT).defaultMetaSchemaIri(DIALECT.getIri()));
    private static final SchemaValidatorsConfig CONFIG = SchemaValidatorsConfig.builder()
            .formatAssertionsEnabled(true)
            .nullableKeywordEnabled(true)
            .regularExpressionFactory(CustomSchema::expression)
            .build();
    /** Formats that Kubernetes checks, and this library as Kubernetes does. */
    private static final Set<String> FORMATS =
            Set.of("date", "date-time", "email", "hostname", "ipv4", "ipv6", "uri", "uuid");

    private static final Map<String, String> EXPRESSIONS = Map.of(
            "duration",
                    "^[-+]?(0|([0-9]+(\\.[0-9]*)?|\\.[0-9]+)((ns|us|µs|ms|s|m|h)([0-9]+(\\.[0-9]*)?|\\.[0-9]+)?)*(ns|us|µs|ms|s|m|h))$",
            "byte", "^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$");

    private static final Set<String> KEPT = Set.of(
            "type",
            "required",
            "enum",
            "pattern",
            "minimum",
            "maximum",
            "exclusiveMinimum",
            "exclusiveMaximum",
            "multipleOf",
            "minLength",
            "maxLength",
            "minItems",
            "maxItems",
            "uniqueItems",
            "minProperties",
            "maxProperties",
            "nullable");
    /** Of what is wrong with a text only the first is told. */
    private static final List<String> TEXT_CHECKS = List.of("maxLength", "minLength", "pattern");
    /** The format that a pattern stands for. */
    static final String FORMAT_OF_EXPRESSION = "x-format";

    private final ObjectNode values;
    private final JsonSchema schema;

    /** The schema of whole objects; what all objects have in common is checked elsewhere. */
    public CustomSchema(Schema schema) {
        this.values = values(schema.node());
        if (values.get("properties") instanceof ObjectNode properties) {
            properties.remove(List.of("apiVersion", "kind", "metadata"));
        }
        this.schema = FACTORY.getSchema(values, CONFIG);
    }

    private static RegularExpression expression(String text) {
        try {
            Pattern pattern = Pattern.compile(text);
            return value -> pattern.matcher(value).find();
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /** The keywords that are about values. */
    private static ObjectNode values(JsonNode node) {
        ObjectNode values = Documents.object();
        node.properties().forEach(entry -> {
            String keyword = entry.getKey();
            JsonNode value = entry.getValue();
            switch (keyword) {
                case "properties" -> {
                    ObjectNode properties = values.putObject(keyword);
                    value.properties().forEach(one -> properties.set(one.getKey(), values(one.getValue())));
                }
                case "items", "not" -> values.set(keyword, values(value));
                case "additionalProperties" -> values.set(keyword, value.isObject() ? values(value) : value);
                case "allOf", "anyOf", "oneOf" -> {
                    ArrayNode list = values.putArray(keyword);
                    value.forEach(one -> list.add(values(one)));
                }
                case "format" -> format(values, value.asText());
                case "x-kubernetes-int-or-string" -> {
                    if (value.asBoolean()) {
                        values.putArray("type").add("integer").add("string");
                    }
                }
                default -> {
                    if (KEPT.contains(keyword)) {
                        values.set(keyword, value);
                    }
                }
            }
        });
        return values;
    }

    private static void format(ObjectNode values, String format) {
        if (FORMATS.contains(format)) {
            values.put("format", format);
        } else if (EXPRESSIONS.containsKey(format)) {
            ObjectNode expression = values.withArray("/allOf").addObject();
            expression.put("pattern", EXPRESSIONS.get(format)).put(FORMAT_OF_EXPRESSION, format);
        }
    }

    /** What is wrong with an object. */
    public List<Problem> check(JsonNode object) {
        List<Problem> problems = new ArrayList<>();
        Set<ValidationMessage> messages = schema.validate(object);
        Map<String, Integer> first = new HashMap<>();
        for (ValidationMessage message : messages) {
            int rank = TEXT_CHECKS.indexOf(message.getType());
            if (rank >= 0) {
                first.merge(message.getInstanceLocation().toString(), rank, Math::min);
            }
        }
        for (ValidationMessage message : messages) {
            int rank = TEXT_CHECKS.indexOf(message.getType());
            if (rank > first.getOrDefault(message.getInstanceLocation().toString(), rank)) {
                continue;
            }
            Problem problem = ValueProblems.of(message, values);
            if (!problems.contains(problem)) {
                problems.add(problem);
            }
        }
        return problems;
    }
}
