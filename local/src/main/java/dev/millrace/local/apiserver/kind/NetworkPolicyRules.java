package dev.millrace.local.apiserver.kind;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.local.apiserver.document.Fields;
import dev.millrace.local.apiserver.resource.KindRules;

/** NetworkPolicies: which directions one is about. */
final class NetworkPolicyRules implements KindRules {
    @Override
    public void fillIn(ObjectNode object) {
        ObjectNode spec = Fields.child(object, "spec");
        if (spec == null) {
            return;
        }
        for (String direction : new String[] {"ingress", "egress"}) {
            for (ObjectNode rule : Fields.items(spec, direction)) {
                Fields.items(rule, "ports").forEach(port -> Fields.byDefault(port, "protocol", "TCP"));
            }
        }
        if (!Fields.has(spec, "policyTypes")) {
            ArrayNode types = spec.putArray("policyTypes").add("Ingress");
            if (Fields.has(spec, "egress")) {
                types.add("Egress");
            }
        }
    }
}
