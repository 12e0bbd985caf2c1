package dev.millrace.local.apiserver.kind;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.local.apiserver.document.Fields;
import dev.millrace.local.apiserver.failure.Problem;
import dev.millrace.local.apiserver.selector.LabelSelector;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What Deployments and ReplicaSets have in common: a selector, and a template for the pods that it selects. */
final class Templates {
    private static final String TEMPLATE = "spec.template";

    private Templates() {}

    static List<Problem> check(ObjectNode object) {
        List<Problem> problems = new ArrayList<>();
        ObjectNode spec = Fields.made(object, "spec");
        JsonNode selector = spec.path("selector");
        if (spec.path("replicas").asLong() < 0) {
            problems.add(Problem.invalid("spec.replicas", spec.get("replicas"), "must be greater than or equal to 0"));
        }
        if (selector.path("matchLabels").isEmpty()
                && selector.path("matchExpressions").isEmpty()) {
            if (spec.has("selector")) {
                problems.add(Problem.invalid("spec.selector", selector, "empty selector is invalid for deployment"));
            } else {
                problems.add(Problem.required("spec.selector", ""));
            }
        }
        JsonNode labels = spec.path("template").path("metadata").path("labels");
        Map<String, String> given = new HashMap<>();
        labels.properties()
                .forEach(label -> given.put(label.getKey(), label.getValue().asText()));
        if (!LabelSelector.of(selector).matches(given)) {
            problems.add(Problem.invalid(
                    TEMPLATE + ".metadata.labels",
                    labels.isMissingNode() ? null : labels,
                    "`selector` does not match template `labels`"));
        }
        ObjectNode pod = Fields.child(Fields.child(spec, "template"), "spec");
        problems.addAll(PodSpecRules.check(pod, TEMPLATE + ".spec"));
        if (pod != null && !Fields.text(pod, "restartPolicy").equals("Always")) {
            problems.add(Problem.notSupported(
                    TEMPLATE + ".spec.restartPolicy", pod.get("restartPolicy"), List.of("Always")));
        }
        return problems;
    }

    static List<Problem> selectorStays(ObjectNode object, ObjectNode before) {
        JsonNode now = object.path("spec").path("selector");
        return now.equals(before.path("spec").path("selector"))
                ? List.of()
                : List.of(Problem.invalid("spec.selector", now, "field is immutable"));
    }
}
