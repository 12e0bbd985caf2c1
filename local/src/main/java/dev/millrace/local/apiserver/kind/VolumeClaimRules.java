package dev.millrace.local.apiserver.kind;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.local.apiserver.document.Fields;
import dev.millrace.local.apiserver.failure.Problem;
import dev.millrace.local.apiserver.quantity.Quantity;
import dev.millrace.local.apiserver.resource.KindRules;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** PersistentVolumeClaims: after creation only more storage can be asked for, and a volume be bound. */
final class VolumeClaimRules implements KindRules {
    private static final String STORAGE = "spec.resources[storage]";

    @Override
    public void fillIn(ObjectNode object) {
        fillInSpec(Fields.child(object, "spec"));
    }

    /** The spec of a claim, or of a template for claims. */
    static void fillInSpec(@Nullable ObjectNode spec) {
        if (spec != null) {
            Fields.byDefault(spec, "volumeMode", "Filesystem");
            ObjectNode resources = Fields.made(spec, "resources");
            PodDefaults.quantities(Fields.child(resources, "requests"));
            PodDefaults.quantities(Fields.child(resources, "limits"));
        }
    }

    @Override
    public void beginCreate(ObjectNode object) {
        object.putObject("status").put("phase", "Pending");
        VolumeRules.finalizer(object, "kubernetes.io/pvc-protection");
    }

    @Override
    public List<Problem> check(ObjectNode object) {
        List<Problem> problems = new ArrayList<>();
        ObjectNode spec = Fields.made(object, "spec");
        if (spec.path("accessModes").isEmpty()) {
            problems.add(Problem.required("spec.accessModes", "at least 1 access mode is required"));
        }
        String storage = spec.path("resources").path("requests").path("storage").asText();
        Quantity quantity = Quantity.parse(storage);
        if (storage.isEmpty()) {
            problems.add(Problem.required(STORAGE, ""));
        } else if (quantity != null && quantity.amount().signum() <= 0) {
            problems.add(Problem.invalid(STORAGE, storage, "must be greater than zero"));
        }
        return problems;
    }

    @Override
    public List<Problem> checkChange(ObjectNode object, ObjectNode before) {
        ObjectNode now = frozen(object, before);
        ObjectNode was = frozen(before, before);
        List<Problem> problems = new ArrayList<>();
        if (!now.equals(was)) {
            problems.add(
                    Problem.forbidden(
                            "spec",
                            "spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims"));
        }
        Quantity asked = storage(object);
        Quantity had = storage(before);
        if (asked != null && had != null && asked.compareTo(had) < 0) {
            problems.add(
                    Problem.forbidden("spec.resources.requests.storage", "field can not be less than status.capacity"));
        }
        return problems;
    }

    private static @Nullable Quantity storage(ObjectNode claim) {
        return Quantity.parse(claim.path("spec")
                .path("resources")
                .path("requests")
                .path("storage")
                .asText());
    }

    /** The part of the spec that may not change: without the volume's name where there was none yet, and without the size. */
    private static ObjectNode frozen(ObjectNode claim, ObjectNode before) {
        ObjectNode spec = Fields.made(claim, "spec").deepCopy();
        if (before.path("spec").path("volumeName").asText().isEmpty()) {
            spec.remove("volumeName");
        }
        spec.remove("volumeAttributesClassName");
        if (before.path("status").path("phase").asText().equals("Bound")) {
            spec.remove("resources");
        }
        return spec;
    }
}
