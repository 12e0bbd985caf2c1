package dev.millrace.local.node.address;

import java.util.Collection;

/** Gives pods their addresses. Safe for use by several threads. */
public interface PodAddresses {
    /**
     * The address of a pod, which keeps it until it is released.
     *
     * @param ports that the pod's containers declare
     */
    PodAddress of(String podUid, Collection<Integer> ports);

    /** The pod is gone. */
    void release(String podUid);
}
