package dev.millrace.local.apiserver.kind;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.local.apiserver.document.Fields;
import dev.millrace.local.apiserver.resource.KindRules;

/** PersistentVolumes. */
final class VolumeRules implements KindRules {
    @Override
    public void fillIn(ObjectNode object) {
        ObjectNode spec = Fields.child(object, "spec");
        if (spec != null) {
            Fields.byDefault(spec, "persistentVolumeReclaimPolicy", "Retain");
            Fields.byDefault(spec, "volumeMode", "Filesystem");
            PodDefaults.quantities(Fields.child(spec, "capacity"));
        }
    }

    @Override
    public void beginCreate(ObjectNode object) {
        object.putObject("status").put("phase", "Pending");
        finalizer(object, "kubernetes.io/pv-protection");
    }

    /** Kubernetes protects volumes and claims that are in use; who takes the finalizer away is the binder. */
    static void finalizer(ObjectNode object, String name) {
        ObjectNode metadata = Fields.made(object, "metadata");
        ArrayNode finalizers =
                metadata.get("finalizers") instanceof ArrayNode there ? there : metadata.putArray("finalizers");
        if (finalizers.valueStream().noneMatch(value -> value.asText().equals(name))) {
            finalizers.add(name);
        }
    }
}
