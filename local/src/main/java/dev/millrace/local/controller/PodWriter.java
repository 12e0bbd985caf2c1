package dev.millrace.local.controller;

import dev.millrace.local.event.Occurrence;
import dev.millrace.local.event.Source;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.Map;

/** Makes and removes the pods of one kind of owner. */
public final class PodWriter {
    private static final int NOT_FOUND = 404;

    private final Workbench bench;
    private final Source source;
    private final Expectations expectations;

    public PodWriter(Workbench bench, Source source) {
        this.bench = bench;
        this.source = source;
        this.expectations = new Expectations(bench.clock());
    }

    /** Whether the cache shows all that was done to an owner's pods, or the API server says that it never will. */
    public boolean upToDate(HasMetadata owner, List<Pod> cached) {
        String uid = owner.getMetadata().getUid();
        if (expectations.met(uid, Pods.uids(cached), Pods.leaving(cached))) {
            return true;
        }
        if (!expectations.overdue(uid)) {
            return false;
        }
        List<Pod> stored = stored(owner);
        return expectations.confirm(uid, Pods.uids(stored), Pods.leaving(stored));
    }

    private List<Pod> stored(HasMetadata owner) {
        return bench.client().pods().inNamespace(owner.getMetadata().getNamespace()).list().getItems().stream()
                .filter(pod -> pod.getMetadata().getOwnerReferences().stream()
                        .anyMatch(reference -> owner.getMetadata().getUid().equals(reference.getUid())))
                .toList();
    }

    /** The owner is gone. */
    public void forget(HasMetadata owner) {
        expectations.forget(owner.getMetadata().getUid());
    }

    /**
     * What a pod has beside its template.
     *
     * @param labels added to the template's
     * @param finalizers of the pod
     */
    public record Additions(Map<String, String> labels, List<String> finalizers) {}

    /**
     * Makes a pod of a template.
     *
     * @throws KubernetesClientException if the API server refuses; the owner has an Event that says why, unless its namespace goes
     */
    public void create(HasMetadata owner, PodTemplateSpec template, Additions additions) {
        Pod pod = new PodBuilder()
                .withNewMetadata()
                .withGenerateName(owner.getMetadata().getName() + "-")
                .withNamespace(owner.getMetadata().getNamespace())
                .withLabels(
                        template.getMetadata() == null
                                ? null
                                : template.getMetadata().getLabels())
                .addToLabels(additions.labels())
                .withAnnotations(
                        template.getMetadata() == null
                                ? null
                                : template.getMetadata().getAnnotations())
                .withFinalizers(additions.finalizers())
                .withOwnerReferences(new OwnerReferenceBuilder()
                        .withApiVersion(owner.getApiVersion())
                        .withKind(owner.getKind())
                        .withName(owner.getMetadata().getName())
                        .withUid(owner.getMetadata().getUid())
                        .withController(true)
                        .withBlockOwnerDeletion(true)
                        .build())
                .endMetadata()
                .withSpec(template.getSpec())
                .build();
        try {
            Pod created = bench.client()
                    .pods()
                    .inNamespace(owner.getMetadata().getNamespace())
                    .resource(pod)
                    .create();
            expectations.created(
                    owner.getMetadata().getUid(), created.getMetadata().getUid());
            tell(
                    owner,
                    Occurrence.normal(
                            "SuccessfulCreate",
                            "Created pod: " + created.getMetadata().getName()));
        } catch (KubernetesClientException e) {
            if (Refusal.isNamespaceEnding(e)) {
                // Neither would its Event be taken.
                throw e;
            }
            tell(owner, Occurrence.warning("FailedCreate", "Error creating: " + reason(e)));
            throw e;
        }
    }

    /** What the API server said. */
    public static String reason(KubernetesClientException e) {
        return e.getStatus() != null && e.getStatus().getMessage() != null
                ? e.getStatus().getMessage()
                : String.valueOf(e.getMessage());
    }

    /** Removes a pod; one that is gone is fine. */
    public void delete(HasMetadata owner, Pod pod) {
        expectations.deleted(owner.getMetadata().getUid(), pod.getMetadata().getUid());
        try {
            bench.client()
                    .pods()
                    .inNamespace(pod.getMetadata().getNamespace())
                    .withName(pod.getMetadata().getName())
                    .delete();
            tell(
                    owner,
                    Occurrence.normal(
                            "SuccessfulDelete",
                            "Deleted pod: " + pod.getMetadata().getName()));
        } catch (KubernetesClientException e) {
            if (e.getCode() != NOT_FOUND) {
                tell(owner, Occurrence.warning("FailedDelete", "Error deleting: " + reason(e)));
                throw e;
            }
        }
    }

    private void tell(HasMetadata owner, Occurrence occurrence) {
        bench.events().record(owner, source, occurrence);
    }
}
