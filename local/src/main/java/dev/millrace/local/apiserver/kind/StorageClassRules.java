package dev.millrace.local.apiserver.kind;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.local.apiserver.document.Fields;
import dev.millrace.local.apiserver.failure.Problem;
import dev.millrace.local.apiserver.resource.KindRules;
import java.util.ArrayList;
import java.util.List;

/** StorageClasses: they stay as they are made. */
final class StorageClassRules implements KindRules {
    @Override
    public void fillIn(ObjectNode object) {
        Fields.byDefault(object, "reclaimPolicy", "Delete");
        Fields.byDefault(object, "volumeBindingMode", "Immediate");
    }

    @Override
    public List<Problem> checkChange(ObjectNode object, ObjectNode before) {
        List<Problem> problems = new ArrayList<>();
        if (!Fields.same(object, before, "parameters")) {
            problems.add(Problem.forbidden("parameters", "updates to parameters are forbidden."));
        }
        if (!Fields.same(object, before, "provisioner")) {
            problems.add(Problem.forbidden("provisioner", "updates to provisioner are forbidden."));
        }
        return problems;
    }
}
