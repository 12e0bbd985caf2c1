package dev.millrace.local.node.pod;

import dev.millrace.local.event.Source;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.Map;

/**
 * A node as its pods know it.
 *
 * @param name of the Node object
 * @param address of the machine
 * @param allocatable what pods may take of it
 */
public record NodeIdentity(String name, String address, Map<String, Quantity> allocatable) {
    public NodeIdentity {
        allocatable = Map.copyOf(allocatable);
    }

    /** What its Events come from. */
    public Source source() {
        return new Source("kubelet", name);
    }
}
