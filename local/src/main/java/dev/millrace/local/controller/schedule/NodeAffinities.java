package dev.millrace.local.controller.schedule;

import io.fabric8.kubernetes.api.model.Affinity;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeSelector;
import io.fabric8.kubernetes.api.model.NodeSelectorRequirement;
import io.fabric8.kubernetes.api.model.NodeSelectorTerm;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.Map;

/** Whether a pod may be on a node by the labels that it asks for. */
final class NodeAffinities {
    private NodeAffinities() {}

    static boolean match(Pod pod, Node node) {
        Map<String, String> labels = node.getMetadata().getLabels() == null
                ? Map.of()
                : node.getMetadata().getLabels();
        Map<String, String> selector = pod.getSpec().getNodeSelector();
        boolean selected = selector == null
                || selector.entrySet().stream()
                        .allMatch(entry -> entry.getValue().equals(labels.get(entry.getKey())));
        return selected && required(pod, node, labels);
    }

    private static boolean required(Pod pod, Node node, Map<String, String> labels) {
        Affinity affinity = pod.getSpec().getAffinity();
        NodeSelector required = affinity == null || affinity.getNodeAffinity() == null
                ? null
                : affinity.getNodeAffinity().getRequiredDuringSchedulingIgnoredDuringExecution();
        if (required == null) {
            return true;
        }
        return required.getNodeSelectorTerms().stream().anyMatch(term -> matches(term, node, labels));
    }

    private static boolean matches(NodeSelectorTerm term, Node node, Map<String, String> labels) {
        if (term.getMatchExpressions().isEmpty() && term.getMatchFields().isEmpty()) {
            return false;
        }
        Map<String, String> fields = Map.of("metadata.name", node.getMetadata().getName());
        return term.getMatchExpressions().stream().allMatch(wanted -> matches(wanted, labels))
                && term.getMatchFields().stream().allMatch(wanted -> matches(wanted, fields));
    }

    private static boolean matches(NodeSelectorRequirement wanted, Map<String, String> values) {
        String value = values.get(wanted.getKey());
        List<String> given = wanted.getValues();
        return switch (wanted.getOperator()) {
            case "In" -> value != null && given.contains(value);
            case "NotIn" -> value == null || !given.contains(value);
            case "Exists" -> value != null;
            case "DoesNotExist" -> value == null;
            case "Gt" -> value != null && Long.parseLong(value) > Long.parseLong(given.get(0));
            case "Lt" -> value != null && Long.parseLong(value) < Long.parseLong(given.get(0));
            default -> false;
        };
    }
}
