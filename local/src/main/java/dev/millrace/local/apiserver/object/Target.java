package dev.millrace.local.apiserver.object;

import dev.millrace.local.apiserver.failure.Refused;
import dev.millrace.local.apiserver.resource.ResourceType;
import dev.millrace.local.apiserver.storage.ObjectKey;

/**
 * What a write is about.
 *
 * @param namespace empty for resources without
 * @param name empty where an object is created
 * @param subresource empty for the object itself
 */
public record Target(ResourceType type, String namespace, String name, String subresource) {
    public static final String STATUS = "status";
    private static final String BINDING = "binding";

    public ObjectKey key() {
        return new ObjectKey(namespace, name);
    }

    public boolean isStatus() {
        return subresource.equals(STATUS);
    }

    /** Whether a pod gets its node, which no other change may give it. */
    public boolean isBinding() {
        return subresource.equals(BINDING);
    }

    public Refused.Subject subject() {
        return type.subject(name);
    }

    public Target named(String other) {
        return new Target(type, namespace, other, subresource);
    }
}
