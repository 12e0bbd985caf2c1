package dev.millrace.local.apiserver.kind;

import static dev.millrace.local.apiserver.document.Fields.byDefault;
import static dev.millrace.local.apiserver.document.Fields.child;
import static dev.millrace.local.apiserver.document.Fields.has;
import static dev.millrace.local.apiserver.document.Fields.made;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.local.apiserver.failure.Problem;
import dev.millrace.local.apiserver.resource.KindRules;
import java.util.ArrayList;
import java.util.List;

/** Deployments. */
final class DeploymentRules implements KindRules {
    private static final String QUARTER = "25%";

    @Override
    public void fillIn(ObjectNode object) {
        ObjectNode spec = child(object, "spec");
        if (spec == null) {
            return;
        }
        byDefault(spec, "replicas", 1);
        byDefault(spec, "revisionHistoryLimit", 10);
        byDefault(spec, "progressDeadlineSeconds", 600);
        ObjectNode strategy = made(spec, "strategy");
        byDefault(strategy, "type", "RollingUpdate");
        if (strategy.path("type").asText().equals("RollingUpdate")) {
            ObjectNode rolling = made(strategy, "rollingUpdate");
            if (!has(rolling, "maxUnavailable")) {
                rolling.put("maxUnavailable", QUARTER);
            }
            if (!has(rolling, "maxSurge")) {
                rolling.put("maxSurge", QUARTER);
            }
        }
        PodDefaults.fillIn(child(child(spec, "template"), "spec"));
    }

    @Override
    public void beginCreate(ObjectNode object) {
        object.putObject("status");
    }

    @Override
    public List<Problem> check(ObjectNode object) {
        List<Problem> problems = new ArrayList<>(Templates.check(object));
        ObjectNode strategy = made(made(object, "spec"), "strategy");
        if (strategy.path("type").asText().equals("Recreate") && has(strategy, "rollingUpdate")) {
            problems.add(Problem.forbidden(
                    "spec.strategy.rollingUpdate", "may not be specified when strategy `type` is 'Recreate'"));
        }
        return problems;
    }

    @Override
    public List<Problem> checkChange(ObjectNode object, ObjectNode before) {
        return Templates.selectorStays(object, before);
    }
}
