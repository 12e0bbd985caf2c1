package dev.millrace.server.protocol;

import dev.millrace.contract.Digest;

/**
 * What a served model is called.
 *
 * @param name in the paths
 * @param version in the paths and answers
 * @param digest of the model
 */
public record ModelIdentity(String name, String version, Digest digest) {}
