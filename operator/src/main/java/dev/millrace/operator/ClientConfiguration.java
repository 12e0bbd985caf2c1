package dev.millrace.operator;

import io.fabric8.kubernetes.client.Config;

/** How the operator reaches its cluster: by its service account in a pod, by {@code KUBECONFIG} elsewhere. */
final class ClientConfiguration {
    private ClientConfiguration() {}

    static Config load() {
        Config config = Config.autoConfigure(null);
        boolean token = config.getOauthToken() != null || config.getAutoOAuthToken() != null;
        if (!token && config.getAuthProvider() == null) {
            // Whoever is known by a certificate: without a token the client would look for one, and read all files
            // anew, at each request.
            config.setOauthTokenProvider(() -> "");
        }
        return config;
    }
}
