package dev.millrace.local.apiserver.kind;

import static dev.millrace.local.apiserver.document.Fields.byDefault;
import static dev.millrace.local.apiserver.document.Fields.child;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.local.apiserver.failure.Problem;
import dev.millrace.local.apiserver.resource.KindRules;
import java.util.List;

/** ReplicaSets. */
final class ReplicaSetRules implements KindRules {
    @Override
    public void fillIn(ObjectNode object) {
        ObjectNode spec = child(object, "spec");
        if (spec != null) {
            byDefault(spec, "replicas", 1);
            PodDefaults.fillIn(child(child(spec, "template"), "spec"));
        }
    }

    @Override
    public void beginCreate(ObjectNode object) {
        object.putObject("status").put("replicas", 0);
    }

    @Override
    public List<Problem> check(ObjectNode object) {
        return Templates.check(object);
    }

    @Override
    public List<Problem> checkChange(ObjectNode object, ObjectNode before) {
        return Templates.selectorStays(object, before);
    }
}
