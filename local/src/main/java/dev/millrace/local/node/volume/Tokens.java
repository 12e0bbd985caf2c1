package dev.millrace.local.node.volume;

import io.fabric8.kubernetes.api.model.Pod;

/** What pods show to the API server. */
public interface Tokens {
    /** The token of a pod's service account. */
    String token(Pod pod);
}
