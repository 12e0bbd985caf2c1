package dev.millrace.local.apiserver.kind;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.local.apiserver.document.Fields;
import dev.millrace.local.apiserver.failure.Problem;
import dev.millrace.local.apiserver.metadata.NameRules;
import dev.millrace.local.apiserver.resource.KindRules;
import java.util.ArrayList;
import java.util.List;

/** Roles and ClusterRoles: a rule has verbs and resources. */
final class RoleRules implements KindRules {
    @Override
    public NameRules.Form nameForm() {
        return NameRules.Form.PATH_SEGMENT;
    }

    @Override
    public List<Problem> check(ObjectNode object) {
        List<Problem> problems = new ArrayList<>();
        int index = 0;
        for (ObjectNode rule : Fields.items(object, "rules")) {
            String at = "rules[" + index++ + "]";
            if (rule.path("verbs").isEmpty()) {
                problems.add(Problem.required(at + ".verbs", "verbs must contain at least one value"));
            }
            if (!rule.path("nonResourceURLs").isEmpty()) {
                continue;
            }
            if (rule.path("apiGroups").isEmpty()) {
                problems.add(Problem.required(at + ".apiGroups", "resource rules must supply at least one api group"));
            }
            if (rule.path("resources").isEmpty()) {
                problems.add(Problem.required(at + ".resources", "resource rules must supply at least one resource"));
            }
        }
        return problems;
    }
}
