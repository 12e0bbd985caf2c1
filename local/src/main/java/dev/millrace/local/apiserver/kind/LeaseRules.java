package dev.millrace.local.apiserver.kind;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.local.apiserver.failure.Problem;
import dev.millrace.local.apiserver.resource.KindRules;
import java.util.ArrayList;
import java.util.List;

/** Leases: how long they are held, and how often they changed hands. */
final class LeaseRules implements KindRules {
    private static final String DURATION = "leaseDurationSeconds";
    private static final String TRANSITIONS = "leaseTransitions";

    @Override
    public List<Problem> check(ObjectNode object) {
        List<Problem> problems = new ArrayList<>();
        JsonNode spec = object.path("spec");
        if (spec.has(DURATION) && spec.get(DURATION).asLong() <= 0) {
            problems.add(Problem.invalid("spec." + DURATION, spec.get(DURATION), "must be greater than 0"));
        }
        if (spec.path(TRANSITIONS).asLong() < 0) {
            problems.add(Problem.invalid(
                    "spec." + TRANSITIONS, spec.get(TRANSITIONS), "must be greater than or equal to 0"));
        }
        return problems;
    }
}
