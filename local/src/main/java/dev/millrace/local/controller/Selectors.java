package dev.millrace.local.controller;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorRequirement;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which objects a label selector means. */
public final class Selectors {
    private Selectors() {}

    /** Whether a selector means an object; an empty one means all, none means none. */
    public static boolean matches(@Nullable LabelSelector selector, HasMetadata object) {
        if (selector == null) {
            return false;
        }
        Map<String, String> labels = labels(object);
        return matches(selector.getMatchLabels(), labels)
                && selector.getMatchExpressions().stream().allMatch(expression -> matches(expression, labels));
    }

    /** Whether an object has all of these labels. */
    public static boolean matches(@Nullable Map<String, String> wanted, HasMetadata object) {
        return matches(wanted, labels(object));
    }

    private static boolean matches(@Nullable Map<String, String> wanted, Map<String, String> labels) {
        return wanted == null
                || wanted.entrySet().stream().allMatch(entry -> entry.getValue().equals(labels.get(entry.getKey())));
    }

    private static boolean matches(LabelSelectorRequirement expression, Map<String, String> labels) {
        String value = labels.get(expression.getKey());
        return switch (expression.getOperator()) {
            case "In" -> value != null && expression.getValues().contains(value);
            case "NotIn" -> value == null || !expression.getValues().contains(value);
            case "Exists" -> value != null;
            case "DoesNotExist" -> value == null;
            default -> false;
        };
    }

    private static Map<String, String> labels(HasMetadata object) {
        Map<String, String> labels = object.getMetadata().getLabels();
        return labels == null ? Map.of() : labels;
    }
}
