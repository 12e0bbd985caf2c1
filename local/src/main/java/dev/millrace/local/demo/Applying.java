package dev.millrace.local.demo;

import dev.millrace.local.manifest.Manifest;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.FieldValidateable;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Applies manifests as {@code kubectl apply --server-side --force-conflicts} does, and in its name: it may go on with the same files. */
final class Applying {
    private static final String FIELD_MANAGER = "kubectl";
    private static final String DEFINITION = "CustomResourceDefinition";
    private static final long ESTABLISHED_SECONDS = 10;

    private final KubernetesClient client;
    private final KubernetesSerialization serialization;

    Applying(KubernetesClient client) {
        this.client = client;
        this.serialization = client.getKubernetesSerialization();
    }

    /**
     * Applies all of them: namespaces and definitions before what needs them.
     *
     * @throws IOException if one is refused, with a sentence for a user
     */
    void all(List<Manifest> manifests) throws IOException {
        for (Manifest manifest : manifests.stream()
                .sorted(Comparator.comparingInt(manifest -> rank(manifest.kind())))
                .toList()) {
            one(manifest);
        }
    }

    private void one(Manifest manifest) throws IOException {
        GenericKubernetesResource object =
                serialization.convertValue(manifest.object(), GenericKubernetesResource.class);
        try {
            client.resource(object)
                    .fieldValidation(FieldValidateable.Validation.STRICT)
                    .fieldManager(FIELD_MANAGER)
                    .forceConflicts()
                    .serverSideApply();
            if (manifest.kind().equals(DEFINITION)) {
                client.apiextensions()
                        .v1()
                        .customResourceDefinitions()
                        .withName(manifest.name())
                        .waitUntilCondition(
                                definition -> definition != null
                                        && definition.getStatus() != null
                                        && definition.getStatus().getConditions().stream()
                                                .anyMatch(condition -> condition
                                                                .getType()
                                                                .equals("Established")
                                                        && condition.getStatus().equals("True")),
                                ESTABLISHED_SECONDS,
                                TimeUnit.SECONDS);
            }
        } catch (KubernetesClientException e) {
            throw new IOException(
                    "%s: %s %s was refused: %s".formatted(manifest.file(), manifest.kind(), manifest.name(), said(e)),
                    e);
        }
    }

    /** The server's own words. */
    private static String said(KubernetesClientException e) {
        Status status = e.getStatus();
        return String.valueOf(status == null || status.getMessage() == null ? e.getMessage() : status.getMessage());
    }

    private static int rank(String kind) {
        return switch (kind) {
            case "Namespace" -> 0;
            case DEFINITION -> 1;
            default -> 2;
        };
    }
}
