package dev.millrace.local.controller;

import io.fabric8.kubernetes.api.model.StatusDetails;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.Optional;

/** What it means that the API server refuses. */
final class Refusal {
    private static final String NAMESPACE_ENDS = "NamespaceTerminating";

    private Refusal() {}

    /** Whether the cache was behind: the object has changed, or is gone. */
    static boolean isStale(RuntimeException e) {
        return e instanceof KubernetesClientException refused
                && (refused.getCode() == HttpURLConnection.HTTP_CONFLICT
                        || refused.getCode() == HttpURLConnection.HTTP_NOT_FOUND);
    }

    /** Whether nothing new may be made because the namespace goes: what it would be made for goes as well. */
    static boolean isNamespaceEnding(RuntimeException e) {
        return e instanceof KubernetesClientException refused
                && Optional.ofNullable(refused.getStatus())
                        .map(status -> status.getDetails())
                        .map(StatusDetails::getCauses)
                        .filter(causes -> causes.stream().anyMatch(cause -> NAMESPACE_ENDS.equals(cause.getReason())))
                        .isPresent();
    }
}
