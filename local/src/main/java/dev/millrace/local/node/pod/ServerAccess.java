package dev.millrace.local.node.pod;

import java.net.URI;

/**
 * How pods reach the API server.
 *
 * @param address such as {@code http://127.0.0.1:16080}
 * @param kubeconfig the text of a kubeconfig for it
 */
public record ServerAccess(URI address, String kubeconfig) {}
