package dev.millrace.api.schema;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionNames;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The API reference as Markdown: every field of every kind with its type, default, bounds and rules. */
final class ApiReference {
    private static final String HEAD = """
            <!-- Generated from api/ by `make generate`. -->
            # API reference

            The four kinds of `millrace.dev/v1alpha1`. `[]` stands for an item of a list, `{}` for a value of a map; a field in **bold** is required
            where the object around it is given. A rule is checked when an object is written; its text is the message of the refusal.
            """;

    private final StringBuilder text = new StringBuilder(HEAD);

    private ApiReference() {}

    static String of(List<CustomResourceDefinition> definitions) {
        ApiReference reference = new ApiReference();
        definitions.forEach(reference::kind);
        return reference.text.toString();
    }

    private void kind(CustomResourceDefinition definition) {
        CustomResourceDefinitionNames names = definition.getSpec().getNames();
        JSONSchemaProps root =
                definition.getSpec().getVersions().get(0).getSchema().getOpenAPIV3Schema();
        text.append("\n## ").append(names.getKind()).append("\n\n");
        text.append(root.getDescription())
                .append(" Short name: `")
                .append(names.getShortNames().get(0))
                .append("`.\n");
        rules(root);
        table("spec", root);
        table("status", root);
    }

    private void rules(JSONSchemaProps root) {
        text.append('\n');
        root.getXKubernetesValidations().forEach(rule -> text.append("- ")
                .append(
                        rule.getFieldPath() == null
                                ? ""
                                : "`" + rule.getFieldPath().substring(1) + "` ")
                .append(rule.getMessage())
                .append('\n'));
    }

    private void table(String name, JSONSchemaProps root) {
        JSONSchemaProps schema = root.getProperties().get(name);
        text.append("\n### ").append(name).append("\n\n| field | type | default | what it is |\n|---|---|---|---|\n");
        row(name, schema, root.getRequired().contains(name));
        fields(name, schema);
    }

    private void fields(String path, JSONSchemaProps schema) {
        schema.getProperties().forEach((name, field) -> {
            row(path + "." + name, field, schema.getRequired().contains(name));
            below(path + "." + name, field);
        });
    }

    private void below(String path, JSONSchemaProps field) {
        if (field.getItems() != null) {
            below(path + "[]", field.getItems().getSchema());
        } else if (field.getAdditionalProperties() != null) {
            below(path + "{}", field.getAdditionalProperties().getSchema());
        } else {
            fields(path, field);
        }
    }

    private void row(String path, JSONSchemaProps field, boolean required) {
        JSONSchemaProps element = element(field);
        String shown = required ? "**`" + path + "`**" : "`" + path + "`";
        StringJoiner what = new StringJoiner("<br>");
        what.add(escaped(String.valueOf(field.getDescription())));
        String bounds = bounds(field, element);
        if (!bounds.isEmpty()) {
            what.add(bounds);
        }
        Stream.of(field, element)
                .distinct()
                .flatMap(schema -> schema.getXKubernetesValidations().stream())
                .forEach(rule -> what.add("Rule: " + escaped(rule.getMessage()) + "."));
        text.append("| ")
                .append(shown)
                .append(" | ")
                .append(type(field))
                .append(" | ")
                .append(defaultOf(field))
                .append(" | ")
                .append(what)
                .append(" |\n");
    }

    private static String type(JSONSchemaProps field) {
        if (field.getItems() != null) {
            JSONSchemaProps item = field.getItems().getSchema();
            String keyed = "map".equals(field.getXKubernetesListType())
                    ? ", by " + String.join(", ", field.getXKubernetesListMapKeys())
                    : "";
            return "list of " + type(item) + keyed;
        }
        if (field.getAdditionalProperties() != null) {
            return "map of " + type(field.getAdditionalProperties().getSchema());
        }
        if (Boolean.TRUE.equals(field.getXKubernetesIntOrString())) {
            return "quantity";
        }
        return field.getEnum().isEmpty() ? field.getType() : "enum";
    }

    private static String defaultOf(JSONSchemaProps field) {
        JsonNode value = field.getDefault();
        // Of an object's default the fields' own rows tell.
        return value == null || value.isObject() ? "" : "`" + value.asText() + "`";
    }

    private static String bounds(JSONSchemaProps field, JSONSchemaProps element) {
        List<String> bounds = new ArrayList<>();
        if (!element.getEnum().isEmpty()) {
            bounds.add("One of "
                    + element.getEnum().stream()
                            .map(value -> "`" + value.asText() + "`")
                            .collect(Collectors.joining(", ")));
        }
        range(bounds, field.getMinItems(), field.getMaxItems(), "items");
        range(bounds, field.getMinProperties(), field.getMaxProperties(), "entries");
        range(bounds, element.getMinLength(), element.getMaxLength(), "characters");
        if (element.getMinimum() != null) {
            bounds.add((Boolean.TRUE.equals(element.getExclusiveMinimum()) ? "more than " : "at least ")
                    + plain(element.getMinimum()));
        }
        if (element.getMaximum() != null) {
            bounds.add((Boolean.TRUE.equals(element.getExclusiveMaximum()) ? "less than " : "at most ")
                    + plain(element.getMaximum()));
        }
        if (element.getPattern() != null) {
            bounds.add("matches `" + element.getPattern().replace("|", "\\|") + "`");
        }
        if (bounds.isEmpty()) {
            return "";
        }
        String sentence = String.join("; ", bounds);
        return Character.toUpperCase(sentence.charAt(0)) + sentence.substring(1) + ".";
    }

    private static void range(List<String> bounds, @Nullable Long min, @Nullable Long max, String of) {
        if (max != null) {
            bounds.add(min == null || min == 0 ? "at most " + max + " " + of : min + " to " + max + " " + of);
        } else if (min != null) {
            bounds.add("at least " + min + " " + of);
        }
    }

    private static JSONSchemaProps element(JSONSchemaProps field) {
        if (field.getItems() != null) {
            return field.getItems().getSchema();
        }
        return field.getAdditionalProperties() == null
                ? field
                : field.getAdditionalProperties().getSchema();
    }

    private static String plain(double number) {
        return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
    }

    private static String escaped(String sentence) {
        return sentence.replace("|", "\\|").replace("*", "\\*").replace("<", "&lt;");
    }
}
