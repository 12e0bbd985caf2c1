package dev.millrace.local.apiserver.kind;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.local.apiserver.document.Fields;
import dev.millrace.local.apiserver.failure.Problem;
import dev.millrace.local.apiserver.metadata.NameRules;
import dev.millrace.local.apiserver.resource.KindRules;
import java.util.List;

/** RoleBindings and ClusterRoleBindings: the role that they bind stays. */
final class BindingRules implements KindRules {
    @Override
    public NameRules.Form nameForm() {
        return NameRules.Form.PATH_SEGMENT;
    }

    private static final String GROUP = "rbac.authorization.k8s.io";

    @Override
    public void fillIn(ObjectNode object) {
        ObjectNode role = Fields.child(object, "roleRef");
        if (role != null) {
            Fields.byDefault(role, "apiGroup", GROUP);
        }
        for (ObjectNode subject : Fields.items(object, "subjects")) {
            if (!Fields.text(subject, "kind").equals("ServiceAccount")) {
                Fields.byDefault(subject, "apiGroup", GROUP);
            }
        }
    }

    @Override
    public List<Problem> checkChange(ObjectNode object, ObjectNode before) {
        return Fields.same(object, before, "roleRef")
                ? List.of()
                : List.of(Problem.invalid("roleRef", object.get("roleRef"), "cannot change roleRef"));
    }
}
