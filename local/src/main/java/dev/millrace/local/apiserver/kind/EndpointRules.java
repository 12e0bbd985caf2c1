package dev.millrace.local.apiserver.kind;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.local.apiserver.document.Fields;
import dev.millrace.local.apiserver.failure.Problem;
import dev.millrace.local.apiserver.resource.KindRules;
import java.util.List;

/** Endpoints and EndpointSlices. */
final class EndpointRules implements KindRules {
    @Override
    public void fillIn(ObjectNode object) {
        for (ObjectNode port : Fields.items(object, "ports")) {
            if (!Fields.has(port, "name")) {
                port.put("name", "");
            }
            Fields.byDefault(port, "protocol", "TCP");
        }
        for (ObjectNode subset : Fields.items(object, "subsets")) {
            Fields.items(subset, "ports").forEach(port -> Fields.byDefault(port, "protocol", "TCP"));
        }
    }

    @Override
    public List<Problem> checkChange(ObjectNode object, ObjectNode before) {
        return Fields.same(object, before, "addressType")
                ? List.of()
                : List.of(Problem.invalid("addressType", object.get("addressType"), "field is immutable"));
    }
}
