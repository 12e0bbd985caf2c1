package dev.millrace.local.apiserver.kind;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.local.apiserver.document.Fields;
import dev.millrace.local.apiserver.metadata.NameRules;
import dev.millrace.local.apiserver.resource.KindRules;

/** Namespaces: a label with the name, and a finalizer of their own until all that is in them is gone. */
final class NamespaceRules implements KindRules {
    @Override
    public NameRules.Form nameForm() {
        return NameRules.Form.LABEL;
    }

    private static final String LABEL = "kubernetes.io/metadata.name";

    @Override
    public void fillIn(ObjectNode object) {
        ObjectNode metadata = Fields.made(object, "metadata");
        if (metadata.has("name")) {
            Fields.made(metadata, "labels").put(LABEL, metadata.get("name").asText());
        }
    }

    @Override
    public void beginCreate(ObjectNode object) {
        fillIn(object);
        object.putObject("spec").putArray("finalizers").add("kubernetes");
        object.putObject("status").put("phase", "Active");
    }

    @Override
    public void beginUpdate(ObjectNode object, ObjectNode before) {
        Fields.copy(object, before, "spec");
    }
}
