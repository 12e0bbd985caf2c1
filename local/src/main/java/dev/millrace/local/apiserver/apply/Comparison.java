package dev.millrace.local.apiserver.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.millrace.local.apiserver.schema.Schema;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What differs between two values. */
record Comparison(FieldSet added, FieldSet modified, FieldSet removed) {
    private static final Map<String, JsonNode> NO_PARTS = Map.of();

    /** Compares values of the same schema. */
    static Comparison of(JsonNode before, JsonNode after, Schema schema) {
        Comparison comparison = new Comparison(new FieldSet(), new FieldSet(), new FieldSet());
        comparison.compare(before, after, schema);
        return comparison;
    }

    /** What was added or modified. */
    FieldSet changed() {
        return added.union(modified);
    }

    private void compare(@Nullable JsonNode before, @Nullable JsonNode after, Schema schema) {
        JsonNode was = before;
        JsonNode is = after;
        boolean parts =
                (was == null || Elements.hasParts(was, schema)) && (is == null || Elements.hasParts(is, schema));
        boolean sameSort = was == null || is == null || was.getNodeType() == is.getNodeType();
        boolean bothEmpty = (was == null || was.isEmpty()) && (is == null || is.isEmpty());
        if (!parts || !sameSort || bothEmpty) {
            leaf(was, is);
            return;
        }
        if (was == null) {
            added.add();
        } else if (is == null) {
            removed.add();
        } else if (was.equals(is)) {
            return;
        }
        Map<String, JsonNode> ofWas = was == null ? NO_PARTS : Elements.parts(was, schema);
        Map<String, JsonNode> ofIs = is == null ? NO_PARTS : Elements.parts(is, schema);
        Set<String> elements = new LinkedHashSet<>(ofWas.keySet());
        elements.addAll(ofIs.keySet());
        for (String element : elements) {
            Schema part = Elements.part(element, schema);
            boolean within = was != null && is != null && element.charAt(0) == 'f';
            JsonNode one = ofWas.get(element);
            JsonNode other = ofIs.get(element);
            if (within) {
                one = present(one, other, element, part, schema);
                other = present(other, one, element, part, schema);
            }
            if (one == null || !one.equals(other)) {
                below(element).compare(one, other, part);
            }
        }
    }

    /**
     * Structs and lists that Go always has, and writes, are empty rather than missing: the schema says {@code default: {}} of such a
     * struct, and requires such a list.
     */
    private static @Nullable JsonNode present(
            @Nullable JsonNode value, @Nullable JsonNode other, String element, Schema part, Schema parent) {
        if (value != null || other == null || parent.typeName().isEmpty()) {
            return value;
        }
        if (other.isArray()) {
            return parent.required().contains(element.substring(2)) ? JsonNodeFactory.instance.arrayNode() : null;
        }
        JsonNode byDefault = part.defaultValue();
        boolean always = other.isObject() && byDefault != null && byDefault.isObject() && byDefault.isEmpty();
        return always && !part.typeName().isEmpty() ? JsonNodeFactory.instance.objectNode() : null;
    }

    private void leaf(@Nullable JsonNode was, @Nullable JsonNode is) {
        if (was == null && is != null) {
            added.add();
        } else if (was != null && is == null) {
            removed.add();
        } else if (was != null && !was.equals(is)) {
            modified.add();
        }
    }

    private Comparison below(String element) {
        return new Comparison(added.below(element), modified.below(element), removed.below(element));
    }
}
