package dev.millrace.local.apiserver.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What a value may be, as an OpenAPI 3.0 schema with the extensions of Kubernetes says it. Children are made when they are first asked
 * for: schemas of built-in kinds refer to each other in circles.
 */
public final class Schema {
    /** Anything goes. */
    public static final Schema ANY = new Schema(
            JsonNodeFactory.instance.objectNode().put("x-kubernetes-preserve-unknown-fields", true),
            UnaryOperator.identity());

    private final ObjectNode node;
    private final UnaryOperator<ObjectNode> resolve;
    private final String type;
    private final boolean preservesUnknown;
    private final boolean embedded;
    private final ListType listType;
    private final List<String> keys;
    private volatile @Nullable Map<String, Schema> properties;
    private volatile @Nullable Schema items;
    private volatile @Nullable Schema additional;
    private volatile @Nullable List<Rule> rules;

    /**
     * A schema and what its references mean.
     *
     * @param resolve gives a schema without a reference at its top for one with; the same for one without
     */
    public Schema(ObjectNode node, UnaryOperator<ObjectNode> resolve) {
        this.node = node;
        this.resolve = resolve;
        this.type = node.path("type").asText();
        this.preservesUnknown =
                node.path("x-kubernetes-preserve-unknown-fields").asBoolean();
        this.embedded = node.path("x-kubernetes-embedded-resource").asBoolean();
        this.keys = strings(node.path("x-kubernetes-list-map-keys"), node.path("x-kubernetes-patch-merge-key"));
        this.listType = listType(node, keys);
    }

    private static ListType listType(JsonNode node, List<String> keys) {
        String said = node.path("x-kubernetes-list-type").asText();
        if (said.isEmpty() && patchStrategy(node).contains("merge")) {
            return keys.isEmpty() ? ListType.SET : ListType.MAP;
        }
        return switch (said) {
            case "map" -> ListType.MAP;
            case "set" -> ListType.SET;
            default -> ListType.ATOMIC;
        };
    }

    private static List<String> strings(JsonNode list, JsonNode otherwise) {
        if (list.isArray()) {
            List<String> values = new ArrayList<>();
            list.forEach(value -> values.add(value.asText()));
            return List.copyOf(values);
        }
        return otherwise.isTextual() ? List.of(otherwise.asText()) : List.of();
    }

    private static String patchStrategy(JsonNode node) {
        return node.path("x-kubernetes-patch-strategy").asText();
    }

    /** The schema as it is written. */
    public ObjectNode node() {
        return node;
    }

    /** {@code object}, {@code array}, …; empty where any type goes. */
    public String type() {
        return type;
    }

    public String format() {
        return node.path("format").asText();
    }

    public boolean nullable() {
        return node.path("nullable").asBoolean();
    }

    /** Whether it takes integers and strings alike. */
    public boolean intOrString() {
        return node.path("x-kubernetes-int-or-string").asBoolean() || format().equals("int-or-string");
    }

    /** Whether it is an amount such as {@code 500m} or 2. */
    public boolean isQuantity() {
        return typeName().equals("io.k8s.apimachinery.pkg.api.resource.Quantity");
    }

    public boolean preservesUnknown() {
        return preservesUnknown;
    }

    /** Whether the value is an object with apiVersion, kind and metadata of its own. */
    public boolean embedded() {
        return embedded;
    }

    public ListType listType() {
        return listType;
    }

    /** The key fields of a list's items; with several, the one that strategic merge patches go by comes first. */
    public List<String> keys() {
        return keys;
    }

    /** Whether a map or struct is one value for server-side apply. */
    public boolean atomicMap() {
        return node.path("x-kubernetes-map-type").asText().equals("atomic");
    }

    /** The key that strategic merge patches go by, or empty where a patch replaces the list. */
    public String mergeKey() {
        return patchStrategy(node).contains("merge")
                ? node.path("x-kubernetes-patch-merge-key").asText()
                : "";
    }

    /** Whether a strategic merge patch adds to a list of scalars. */
    public boolean mergesScalars() {
        return patchStrategy(node).contains("merge") && mergeKey().isEmpty();
    }

    /** Whether a strategic merge patch keeps only the fields that it names: {@code retainKeys}. */
    public boolean retainsKeys() {
        return patchStrategy(node).contains("retainKeys");
    }

    public @Nullable JsonNode defaultValue() {
        return node.get("default");
    }

    public Set<String> required() {
        Set<String> names = new LinkedHashSet<>();
        node.path("required").forEach(name -> names.add(name.asText()));
        return names;
    }

    /** The name of the built-in type, such as {@code io.k8s.api.core.v1.PodSpec}, or empty. */
    public String typeName() {
        return node.path(BuiltInSchemas.TYPE_NAME).asText();
    }

    public Map<String, Schema> properties() {
        Map<String, Schema> known = properties;
        if (known == null) {
            Map<String, Schema> made = new LinkedHashMap<>();
            node.path("properties").properties().forEach(entry -> made.put(entry.getKey(), child(entry.getValue())));
            known = made;
            properties = known;
        }
        return known;
    }

    /** What each item of a list is. */
    public Schema items() {
        Schema known = items;
        if (known == null) {
            known = node.path("items").isObject() ? child(node.get("items")) : ANY;
            items = known;
        }
        return known;
    }

    /** What the values of a map are; null where it has none but its {@link #properties}. */
    public @Nullable Schema additional() {
        Schema known = additional;
        if (known == null && node.has("additionalProperties")) {
            JsonNode values = node.get("additionalProperties");
            if (values.isObject()) {
                known = child(values);
            } else if (values.asBoolean()) {
                known = ANY;
            }
            additional = known;
        }
        return known;
    }

    /** What a field is, or null where it is not known. */
    public @Nullable Schema field(String name) {
        Schema property = properties().get(name);
        if (property != null) {
            return property;
        }
        Schema values = additional();
        if (values != null) {
            return values;
        }
        return preservesUnknown || (type.isEmpty() && !node.has("properties")) ? ANY : null;
    }

    /** A map has values of one sort under names that the author chooses. */
    public boolean isMap() {
        return additional() != null;
    }

    public List<Rule> rules() {
        List<Rule> known = rules;
        if (known == null) {
            List<Rule> made = new ArrayList<>();
            for (JsonNode rule : node.path("x-kubernetes-validations")) {
                made.add(new Rule(
                        rule.path("rule").asText(),
                        rule.path("message").asText(),
                        rule.path("messageExpression").asText(),
                        rule.path("fieldPath").asText(),
                        rule.path("reason").asText(),
                        rule.path("optionalOldSelf").asBoolean()));
            }
            known = List.copyOf(made);
            rules = known;
        }
        return known;
    }

    private Schema child(JsonNode child) {
        return child instanceof ObjectNode object ? new Schema(resolve.apply(object), resolve) : ANY;
    }
}
