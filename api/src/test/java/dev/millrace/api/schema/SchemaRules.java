package dev.millrace.api.schema;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.api.v1alpha1.Limits;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.util.List;
import java.util.Map;

/**
 * What holds in every schema of ours and has no annotation in the CRD generator.
 *
 * <ul>
 *   <li>A list in a spec whose items need a {@code name} is keyed by it, so that several people can own items of it. Conditions are keyed by
 *       {@code type}. Every other list is atomic.
 *   <li>An optional object with a default inside is there by default, or the default inside would never be set.
 *   <li>Texts inside lists and maps are bounded, because the API server estimates what a CEL rule costs from the bounds.
 *   <li>Quantities have their form.
 * </ul>
 */
final class SchemaRules {
    private static final long QUANTITY_LENGTH = 32;

    private SchemaRules() {}

    static void apply(JSONSchemaProps root) {
        Map<String, JSONSchemaProps> properties = root.getProperties();
        lists(properties.get("spec"), List.of("name"));
        lists(properties.get("status"), List.of("type", "status"));
        defaults(properties.get("spec"));
        texts(properties.get("spec"));
        JSONSchemaProps conditions = properties.get("status").getProperties().get("conditions");
        conditions
                .getItems()
                .getSchema()
                .getProperties()
                .get("lastTransitionTime")
                .setFormat("date-time");
    }

    /** Keys the lists whose items require all of {@code signature} by its first. */
    private static void lists(JSONSchemaProps schema, List<String> signature) {
        if (schema.getItems() != null) {
            JSONSchemaProps item = schema.getItems().getSchema();
            if (item.getRequired().containsAll(signature)) {
                schema.setXKubernetesListType("map");
                schema.setXKubernetesListMapKeys(List.of(signature.get(0)));
            } else {
                schema.setXKubernetesListType("atomic");
            }
            lists(item, signature);
        }
        schema.getProperties().values().forEach(property -> lists(property, signature));
    }

    /** Sets the defaults of optional objects below the schema, and returns what is there when nothing is given. */
    private static ObjectNode defaults(JSONSchemaProps schema) {
        ObjectNode whole = JsonNodeFactory.instance.objectNode();
        schema.getProperties().forEach((name, property) -> {
            ObjectNode inside = defaults(property);
            if (property.getDefault() == null
                    && !inside.isEmpty()
                    && property.getRequired().isEmpty()) {
                property.setDefault(inside);
            }
            if (property.getDefault() != null) {
                whole.set(name, property.getDefault());
            }
        });
        if (schema.getItems() != null) {
            defaults(schema.getItems().getSchema());
        }
        return whole;
    }

    private static void texts(JSONSchemaProps schema) {
        schema.getProperties().values().forEach(SchemaRules::texts);
        if (schema.getItems() != null) {
            JSONSchemaProps item = schema.getItems().getSchema();
            if ("string".equals(item.getType()) && item.getEnum().isEmpty()) {
                item.setMinLength(1L);
            }
            bound(item);
        }
        if (schema.getAdditionalProperties() != null) {
            bound(schema.getAdditionalProperties().getSchema());
        }
    }

    private static void bound(JSONSchemaProps element) {
        if (Boolean.TRUE.equals(element.getXKubernetesIntOrString())) {
            element.setMaxLength(QUANTITY_LENGTH);
            element.setPattern(Limits.QUANTITY_PATTERN);
        } else if ("string".equals(element.getType())) {
            element.setMaxLength((long) Limits.VALUE);
        }
        texts(element);
    }
}
