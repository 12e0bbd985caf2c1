package dev.millrace.local.apiserver.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.local.apiserver.document.Documents;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A set of field paths, as a tree. An element of a path is written as in {@code fieldsV1}: {@code f:name} for a field,
 * <code>k:{"name":"a"}</code> for an item of a list with keys, {@code v:1} for one of a set. A path can be in the set, and have longer
 * ones below it, or both.
 */
final class FieldSet {
    private static final String SELF = ".";

    private final Map<String, FieldSet> children = new TreeMap<>();
    private boolean member;

    /** Adds this very path. */
    FieldSet add() {
        member = true;
        return this;
    }

    /** The set below an element, which is made where there is none. */
    FieldSet below(String element) {
        return children.computeIfAbsent(element, any -> new FieldSet());
    }

    /** The set below an element, or null. */
    @Nullable
    FieldSet find(String element) {
        return children.get(element);
    }

    boolean member() {
        return member;
    }

    Map<String, FieldSet> children() {
        return children;
    }

    boolean isEmpty() {
        return !member && children.values().stream().allMatch(FieldSet::isEmpty);
    }

    /** The paths of either. */
    FieldSet union(FieldSet other) {
        FieldSet result = copy();
        result.addAll(other);
        return result;
    }

    private FieldSet copy() {
        FieldSet copy = new FieldSet();
        copy.addAll(this);
        return copy;
    }

    void addAll(FieldSet other) {
        member |= other.member;
        other.children.forEach((element, child) -> below(element).addAll(child));
    }

    /** The paths of this one that the other does not have. */
    FieldSet minus(FieldSet other) {
        FieldSet result = new FieldSet();
        result.member = member && !other.member;
        children.forEach((element, child) -> {
            FieldSet there = other.children.get(element);
            FieldSet rest = there == null ? child : child.minus(there);
            if (!rest.isEmpty()) {
                result.children.put(element, rest);
            }
        });
        return result;
    }

    /** The paths of both. */
    FieldSet intersection(FieldSet other) {
        FieldSet result = new FieldSet();
        result.member = member && other.member;
        children.forEach((element, child) -> {
            FieldSet there = other.children.get(element);
            if (there != null) {
                FieldSet common = child.intersection(there);
                if (!common.isEmpty()) {
                    result.children.put(element, common);
                }
            }
        });
        return result;
    }

    boolean sameAs(FieldSet other) {
        return minus(other).isEmpty() && other.minus(this).isEmpty();
    }

    /** Tells of each path below this one as messages write it: {@code .spec.containers[name="a"].image}. */
    void paths(String prefix, Consumer<String> consumer) {
        // As Kubernetes lists them: at each place the paths that end there before those that go on.
        children.forEach((element, child) -> {
            if (child.member) {
                consumer.accept(prefix + shown(element));
            }
        });
        children.forEach((element, child) -> child.paths(prefix + shown(element), consumer));
    }

    static String shown(String element) {
        String value = element.substring(2);
        return switch (element.charAt(0)) {
            case 'f' -> "." + value;
            case 'k' -> {
                StringBuilder keys = new StringBuilder("[");
                Documents.read(value.getBytes(StandardCharsets.UTF_8))
                        .properties()
                        .forEach(key -> keys.append(keys.length() > 1 ? "," : "")
                                .append(key.getKey())
                                .append('=')
                                .append(key.getValue()));
                yield keys.append(']').toString();
            }
            case 'v' -> "[=" + value + "]";
            default -> "[" + value + "]";
        };
    }

    /** As {@code fieldsV1} has it. */
    ObjectNode json() {
        ObjectNode json = Documents.object();
        if (member && !children.isEmpty()) {
            json.putObject(SELF);
        }
        children.forEach((element, child) -> {
            if (!child.isEmpty()) {
                json.set(element, child.json());
            }
        });
        return json;
    }

    /** Reads what {@link #json} writes. */
    static FieldSet of(JsonNode fields) {
        FieldSet set = new FieldSet();
        fields.properties().forEach(entry -> {
            if (entry.getKey().equals(SELF)) {
                set.member = true;
            } else {
                FieldSet child = of(entry.getValue());
                if (entry.getValue().isEmpty()) {
                    child.member = true;
                }
                set.children.put(entry.getKey(), child);
            }
        });
        return set;
    }
}
