package dev.millrace.local.node.volume;

import java.nio.file.Path;

/** Where claims' volumes lie. */
public interface Claims {
    /**
     * The folder of a claim.
     *
     * @throws MountFailedException if the claim is not there or not bound
     */
    Path folder(String namespace, String claim, String volume) throws MountFailedException;
}
