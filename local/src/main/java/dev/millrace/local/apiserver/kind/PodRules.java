package dev.millrace.local.apiserver.kind;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.local.apiserver.document.Fields;
import dev.millrace.local.apiserver.failure.Problem;
import dev.millrace.local.apiserver.resource.KindRules;
import java.util.ArrayList;
import java.util.List;

/** Pods: of a spec, hardly anything may change. */
final class PodRules implements KindRules {
    @Override
    public void fillIn(ObjectNode object) {
        ObjectNode spec = Fields.child(object, "spec");
        if (spec != null) {
            PodDefaults.fillIn(spec);
            PodDefaults.requestsFromLimits(spec);
            Fields.byDefault(spec, "enableServiceLinks", true);
        }
    }

    @Override
    public void beginCreate(ObjectNode object) {
        ObjectNode spec = Fields.made(object, "spec");
        Fields.byDefault(spec, "serviceAccountName", "default");
        spec.put("serviceAccount", Fields.text(spec, "serviceAccountName"));
        Fields.byDefault(spec, "preemptionPolicy", "PreemptLowerPriority");
        Fields.byDefault(spec, "priority", 0);
        object.putObject("status").put("phase", "Pending").put("qosClass", qualityOfService(spec));
    }

    /** Guaranteed where all limits are given and requested, best effort where nothing is, burstable else. */
    private static String qualityOfService(ObjectNode spec) {
        boolean any = false;
        boolean all = true;
        for (ObjectNode container : Fields.items(spec, "containers")) {
            JsonNode limits = container.path("resources").path("limits");
            JsonNode requests = container.path("resources").path("requests");
            for (String resource : List.of("cpu", "memory")) {
                boolean limited = limits.has(resource);
                any |= limited || requests.has(resource);
                all &= limited && limits.get(resource).equals(requests.get(resource));
            }
        }
        if (!any) {
            return "BestEffort";
        }
        return all ? "Guaranteed" : "Burstable";
    }

    @Override
    public List<Problem> check(ObjectNode object) {
        return PodSpecRules.check(Fields.child(object, "spec"), "spec");
    }

    @Override
    public List<Problem> checkChange(ObjectNode object, ObjectNode before) {
        List<Problem> problems = new ArrayList<>();
        if (!fixed(object, before).equals(fixed(before, before))) {
            problems.add(Problem.forbidden(
                    "spec",
                    "pod updates may not change fields other than `spec.containers[*].image`,"
                            + "`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to"
                            + " existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was"
                            + " previously negative)"));
        }
        return problems;
    }

    /** The spec without what may change. */
    private static ObjectNode fixed(ObjectNode pod, ObjectNode before) {
        ObjectNode spec = Fields.made(pod, "spec").deepCopy();
        spec.remove("activeDeadlineSeconds");
        spec.remove("tolerations");
        if (!before.path("spec").path("schedulingGates").isEmpty()) {
            spec.remove("schedulingGates");
            spec.remove("nodeSelector");
            spec.remove("affinity");
        }
        for (String list : List.of("initContainers", "containers")) {
            Fields.items(spec, list).forEach(container -> container.remove("image"));
        }
        return spec;
    }
}
