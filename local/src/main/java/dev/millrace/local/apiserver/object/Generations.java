package dev.millrace.local.apiserver.object;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.local.apiserver.document.Fields;
import dev.millrace.local.apiserver.resource.ResourceType;
import java.util.Set;

/** {@code metadata.generation}: counts the changes of what an object's author wants. */
final class Generations {
    private static final Set<String> BUILT_IN = Set.of(
            "pods",
            "deployments.apps",
            "replicasets.apps",
            "jobs.batch",
            "poddisruptionbudgets.policy",
            "networkpolicies.networking.k8s.io",
            "endpointslices.discovery.k8s.io",
            "customresourcedefinitions.apiextensions.k8s.io");

    private Generations() {}

    static boolean counts(ResourceType type) {
        return type.custom() || BUILT_IN.contains(type.storage());
    }

    static void advance(ResourceType type, ObjectNode before, ObjectNode object) {
        if (counts(type) && !wanted(type, before).equals(wanted(type, object))) {
            next(object);
        }
    }

    static void next(ObjectNode object) {
        ObjectNode metadata = Fields.made(object, "metadata");
        if (metadata.has("generation")) {
            metadata.put("generation", metadata.get("generation").asLong() + 1);
        }
    }

    /** All but metadata and what is observed. */
    private static ObjectNode wanted(ResourceType type, ObjectNode object) {
        ObjectNode wanted = object.objectNode();
        object.properties().forEach(entry -> {
            boolean observed = entry.getKey().equals("status") && type.status();
            if (!observed && !entry.getKey().equals("metadata")) {
                wanted.set(entry.getKey(), entry.getValue());
            }
        });
        return wanted;
    }

    /** Whether an object was only waiting for its finalizers, and has none any more. */
    static boolean isGone(ObjectNode object) {
        ObjectNode metadata = Fields.made(object, "metadata");
        return metadata.has("deletionTimestamp")
                && metadata.path("finalizers").isEmpty()
                && metadata.path("deletionGracePeriodSeconds").asLong() == 0
                && object.path("spec").path("finalizers").isEmpty();
    }
}
