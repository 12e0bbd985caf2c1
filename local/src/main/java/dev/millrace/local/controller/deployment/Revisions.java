package dev.millrace.local.controller.deployment;

import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetBuilder;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A Deployment's ReplicaSets as its revisions: the one of its present template, and those of templates before. */
final class Revisions {
    static final String REVISION = "deployment.kubernetes.io/revision";
    private static final String DESIRED = "deployment.kubernetes.io/desired-replicas";
    private static final String MOST = "deployment.kubernetes.io/max-replicas";
    private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

    private final Deployment deployment;
    private final List<ReplicaSet> all;
    private final Templates templates;

    Revisions(Deployment deployment, List<ReplicaSet> all, Templates templates) {
        this.deployment = deployment;
        this.all = all;
        this.templates = templates;
    }

    /** The one of the present template; empty: it is to be made. */
    Optional<ReplicaSet> present() {
        return all.stream()
                .filter(set -> templates.same(
                        set.getSpec().getTemplate(), deployment.getSpec().getTemplate()))
                .min(Comparator.comparing(set -> set.getMetadata().getCreationTimestamp()));
    }

    /** The others. */
    List<ReplicaSet> old() {
        Optional<ReplicaSet> present = present();
        return all.stream()
                .filter(set -> present.isEmpty()
                        || !set.getMetadata()
                                .getUid()
                                .equals(present.get().getMetadata().getUid()))
                .sorted(Comparator.comparing(
                        (ReplicaSet set) -> set.getMetadata().getCreationTimestamp()))
                .toList();
    }

    /** The number of the present revision: above those of all others. */
    long number() {
        long highest = old().stream().mapToLong(Revisions::number).max().orElse(0);
        long present = present().map(Revisions::number).orElse(0L);
        return present > highest ? present : highest + 1;
    }

    static long number(ReplicaSet set) {
        String text = set.getMetadata().getAnnotations() == null
                ? null
                : set.getMetadata().getAnnotations().get(REVISION);
        return text == null ? 0 : Long.parseLong(text);
    }

    /** What the present one has noted. */
    Map<String, String> annotations(Rolling rolling) {
        Map<String, String> annotations = new HashMap<>();
        if (deployment.getMetadata().getAnnotations() != null) {
            annotations.putAll(deployment.getMetadata().getAnnotations());
        }
        annotations.remove(LAST_APPLIED);
        annotations.put(REVISION, Long.toString(number()));
        annotations.put(DESIRED, Integer.toString(rolling.wanted()));
        annotations.put(MOST, Integer.toString(rolling.most()));
        return annotations;
    }

    /** The ReplicaSet of the present template, to be made. */
    ReplicaSet next(Rolling rolling, int replicas) {
        Integer collisions =
                deployment.getStatus() == null ? null : deployment.getStatus().getCollisionCount();
        String hash = templates.hash(deployment.getSpec().getTemplate(), collisions);
        PodTemplateSpec template = new PodTemplateSpecBuilder(
                        deployment.getSpec().getTemplate())
                .editOrNewMetadata()
                .addToLabels(Templates.HASH, hash)
                .endMetadata()
                .build();
        return new ReplicaSetBuilder()
                .withNewMetadata()
                .withName(deployment.getMetadata().getName() + "-" + hash)
                .withNamespace(deployment.getMetadata().getNamespace())
                .withLabels(template.getMetadata().getLabels())
                .withAnnotations(annotations(rolling))
                .withOwnerReferences(new OwnerReferenceBuilder()
                        .withApiVersion(deployment.getApiVersion())
                        .withKind(deployment.getKind())
                        .withName(deployment.getMetadata().getName())
                        .withUid(deployment.getMetadata().getUid())
                        .withController(true)
                        .withBlockOwnerDeletion(true)
                        .build())
                .endMetadata()
                .withNewSpec()
                .withReplicas(replicas)
                .withMinReadySeconds(deployment.getSpec().getMinReadySeconds())
                .withSelector(deployment.getSpec().getSelector())
                .editSelector()
                .addToMatchLabels(Templates.HASH, hash)
                .endSelector()
                .withTemplate(template)
                .endSpec()
                .build();
    }
}
