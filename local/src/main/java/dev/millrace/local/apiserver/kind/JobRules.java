package dev.millrace.local.apiserver.kind;

import static dev.millrace.local.apiserver.document.Fields.byDefault;
import static dev.millrace.local.apiserver.document.Fields.child;
import static dev.millrace.local.apiserver.document.Fields.has;
import static dev.millrace.local.apiserver.document.Fields.made;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.local.apiserver.document.Fields;
import dev.millrace.local.apiserver.failure.Problem;
import dev.millrace.local.apiserver.resource.KindRules;
import java.util.ArrayList;
import java.util.List;

/** Jobs: their pods are told by labels that the API server chooses. */
final class JobRules implements KindRules {
    private static final String CONTROLLER = "controller-uid";
    private static final String NAME = "job-name";
    private static final String PREFIX = "batch.kubernetes.io/";
    private static final String POD = "spec.template.spec";

    @Override
    public void fillIn(ObjectNode object) {
        ObjectNode spec = child(object, "spec");
        if (spec == null) {
            return;
        }
        if (!has(spec, "completions") && !has(spec, "parallelism")) {
            spec.put("completions", 1);
        }
        byDefault(spec, "parallelism", 1);
        byDefault(spec, "completionMode", "NonIndexed");
        if (!has(spec, "backoffLimit")) {
            spec.put("backoffLimit", has(spec, "backoffLimitPerIndex") ? Integer.MAX_VALUE : 6);
        }
        byDefault(spec, "suspend", false);
        byDefault(spec, "manualSelector", false);
        if (!has(spec, "podReplacementPolicy")) {
            spec.put("podReplacementPolicy", has(spec, "podFailurePolicy") ? "Failed" : "TerminatingOrFailed");
        }
        for (ObjectNode rule : Fields.items(child(spec, "podFailurePolicy"), "rules")) {
            Fields.items(rule, "onPodConditions").forEach(condition -> byDefault(condition, "status", "True"));
        }
        PodDefaults.fillIn(child(child(spec, "template"), "spec"));
    }

    @Override
    public void beginCreate(ObjectNode object) {
        object.putObject("status");
        ObjectNode spec = made(object, "spec");
        if (!spec.path("manualSelector").asBoolean()) {
            String uid = object.path("metadata").path("uid").asText();
            String name = object.path("metadata").path("name").asText();
            ObjectNode template = made(spec, "template");
            for (ObjectNode labels :
                    List.of(made(made(template, "metadata"), "labels"), made(made(object, "metadata"), "labels"))) {
                labels.put(CONTROLLER, uid).put(PREFIX + CONTROLLER, uid);
                labels.put(NAME, name).put(PREFIX + NAME, name);
            }
            made(made(spec, "selector"), "matchLabels").put(PREFIX + CONTROLLER, uid);
        }
    }

    @Override
    public List<Problem> check(ObjectNode object) {
        List<Problem> problems = new ArrayList<>();
        ObjectNode spec = made(object, "spec");
        for (String count : List.of(
                "parallelism", "completions", "backoffLimit", "activeDeadlineSeconds", "ttlSecondsAfterFinished")) {
            if (spec.path(count).asLong() < 0) {
                problems.add(Problem.invalid("spec." + count, spec.get(count), "must be greater than or equal to 0"));
            }
        }
        ObjectNode pod = child(child(spec, "template"), "spec");
        problems.addAll(PodSpecRules.check(pod, POD));
        String restart = Fields.text(pod, "restartPolicy");
        if (pod != null && restart.equals("Always")) {
            problems.add(Problem.notSupported(
                    POD + ".restartPolicy", pod.get("restartPolicy"), List.of("OnFailure", "Never")));
        }
        if (has(spec, "podFailurePolicy") && !restart.equals("Never")) {
            problems.add(Problem.invalid(
                    POD + ".restartPolicy", restart, "only \"Never\" is supported when podFailurePolicy is specified"));
        }
        return problems;
    }

    @Override
    public List<Problem> checkChange(ObjectNode object, ObjectNode before) {
        List<Problem> problems = new ArrayList<>();
        ObjectNode spec = made(object, "spec");
        ObjectNode was = made(before, "spec");
        boolean indexed = spec.path("completionMode").asText().equals("Indexed");
        if (!indexed && !Fields.same(spec, was, "completions")) {
            problems.add(Problem.invalid("spec.completions", spec.get("completions"), "field is immutable"));
        }
        for (String field :
                List.of("selector", "completionMode", "podFailurePolicy", "backoffLimitPerIndex", "managedBy")) {
            if (!Fields.same(spec, was, field)) {
                problems.add(Problem.invalid("spec." + field, spec.get(field), "field is immutable"));
            }
        }
        if (!template(spec, was, before).equals(template(was, was, before))) {
            problems.add(Problem.invalid("spec.template", spec.path("template"), "field is immutable"));
        }
        return problems;
    }

    /** What of a template may not change: where a Job is suspended and has not started, scheduling directives may. */
    private static JsonNode template(ObjectNode spec, ObjectNode was, ObjectNode before) {
        ObjectNode template = made(spec, "template").deepCopy();
        boolean open = was.path("suspend").asBoolean() && !has(before.path("status"), "startTime");
        ObjectNode pod = child(template, "spec");
        if (open && pod != null) {
            ObjectNode metadata = made(template, "metadata");
            metadata.remove("labels");
            metadata.remove("annotations");
            pod.remove(List.of("affinity", "nodeSelector", "tolerations", "schedulingGates"));
        }
        return template;
    }
}
