package dev.millrace.local.apiserver.object;

import dev.millrace.local.apiserver.failure.Refused;
import dev.millrace.local.apiserver.failure.Refused.Cause;
import dev.millrace.local.apiserver.storage.ObjectKey;
import dev.millrace.local.apiserver.storage.ResourceStore;
import dev.millrace.local.apiserver.storage.Store;
import dev.millrace.local.apiserver.storage.StoredObject;
import java.util.List;

/** Objects are created in namespaces that are there, and will be. */
public final class Namespaces {
    private final ResourceStore namespaces;

    public Namespaces(Store store) {
        this.namespaces = store.resource("namespaces");
    }

    void check(Target target) {
        if (!target.type().namespaced()) {
            return;
        }
        String name = target.namespace();
        StoredObject namespace = namespaces.get(new ObjectKey("", name));
        if (namespace == null) {
            throw Refused.notFound(new Refused.Subject("", "namespaces", name));
        }
        if (namespace.deleting()) {
            String why = "namespace " + name + " is being terminated";
            throw Refused.forbidden(
                    target.subject(),
                    "unable to create new content in namespace " + name + " because it is being terminated",
                    List.of(new Cause("NamespaceTerminating", why, "metadata.namespace")));
        }
    }
}
