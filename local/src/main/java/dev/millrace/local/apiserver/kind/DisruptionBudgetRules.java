package dev.millrace.local.apiserver.kind;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.local.apiserver.document.Fields;
import dev.millrace.local.apiserver.failure.Problem;
import dev.millrace.local.apiserver.resource.KindRules;
import java.util.List;

/** PodDisruptionBudgets: one of two limits. */
final class DisruptionBudgetRules implements KindRules {
    @Override
    public void beginCreate(ObjectNode object) {
        object.putObject("status")
                .put("disruptionsAllowed", 0)
                .put("currentHealthy", 0)
                .put("desiredHealthy", 0)
                .put("expectedPods", 0);
    }

    @Override
    public List<Problem> check(ObjectNode object) {
        ObjectNode spec = Fields.made(object, "spec");
        return Fields.has(spec, "minAvailable") && Fields.has(spec, "maxUnavailable")
                ? List.of(Problem.invalid("spec", spec, "minAvailable and maxUnavailable cannot be both set"))
                : List.of();
    }
}
