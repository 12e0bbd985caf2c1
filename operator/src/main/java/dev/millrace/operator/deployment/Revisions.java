package dev.millrace.operator.deployment;

import dev.millrace.api.v1alpha1.deployment.ModelDeployment;
import dev.millrace.api.v1alpha1.deployment.ModelDeploymentStatus;
import dev.millrace.api.v1alpha1.deployment.ModelDeploymentStatus.Lineage;
import dev.millrace.api.v1alpha1.deployment.ModelDeploymentStatus.PastRevision;
import dev.millrace.api.v1alpha1.deployment.ModelDeploymentStatus.Revision;
import dev.millrace.operator.child.Labels;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The models that a deployment has had, as its status and its Deployment tell: the status alone may be one rollout behind, after a crash
 * between the two, or gone, after a restore.
 */
final class Revisions {
    private final ModelDeploymentStatus status;
    private final @Nullable Deployment deployment;
    private final int replicas;

    private Revisions(ModelDeploymentStatus status, @Nullable Deployment deployment, int replicas) {
        this.status = status;
        this.deployment = deployment;
        this.replicas = replicas;
    }

    static Revisions of(ModelDeployment owner, @Nullable Deployment deployment) {
        Integer replicas = owner.getSpec().replicas();
        return new Revisions(DeploymentStatuses.before(owner), deployment, replicas == null ? 1 : replicas);
    }

    /** The plan that serves a model under its number: the one that it had, or the next. */
    ServingPlan plan(ServedModel model) {
        Map<String, Long> numbers = numbers();
        Long known = numbers.get(model.digest());
        long next = numbers.values().stream().mapToLong(Long::longValue).max().orElse(0) + 1;
        return new ServingPlan(model, known == null ? next : known, replicas);
    }

    /** The plan that keeps what answers, or before anything did, what was last told to; empty if there is neither. */
    Optional<ServingPlan> standing() {
        Revision stable = status.stable();
        if (stable != null) {
            return Optional.of(new ServingPlan(model(stable, status.lineage()), stable.revision(), replicas));
        }
        return Optional.ofNullable(deployed()).map(this::plan);
    }

    private Map<String, Long> numbers() {
        Map<String, Long> numbers = new LinkedHashMap<>();
        ServedModel deployed = deployed();
        String label = label(Labels.REVISION);
        if (deployed != null && label != null) {
            numbers.put(deployed.digest(), Long.valueOf(label));
        }
        if (status.stable() != null) {
            numbers.putIfAbsent(status.stable().modelDigest(), status.stable().revision());
        }
        if (status.candidate() != null) {
            numbers.putIfAbsent(
                    status.candidate().modelDigest(), status.candidate().revision());
        }
        for (PastRevision past : status.history()) {
            numbers.putIfAbsent(past.modelDigest(), past.revision());
        }
        return numbers;
    }

    private static ServedModel model(Revision revision, @Nullable Lineage lineage) {
        if (lineage == null || !Objects.equals(lineage.modelDigest(), revision.modelDigest())) {
            return new ServedModel(
                    revision.modelDigest(), revision.trainingRun(), null, revision.datasetDigest(), null);
        }
        return new ServedModel(
                revision.modelDigest(),
                revision.trainingRun(),
                lineage.dataset(),
                revision.datasetDigest(),
                lineage.pipeline());
    }

    private @Nullable ServedModel deployed() {
        String digest = annotation(DeploymentResources.MODEL_DIGEST);
        String run = label(Labels.TRAINING_RUN);
        if (digest == null || run == null) {
            return null;
        }
        return new ServedModel(
                digest,
                run,
                label(Labels.DATASET),
                annotation(DeploymentResources.DATASET_DIGEST),
                label(Labels.PIPELINE));
    }

    private @Nullable String label(String name) {
        return deployment == null || deployment.getMetadata().getLabels() == null
                ? null
                : deployment.getMetadata().getLabels().get(name);
    }

    private @Nullable String annotation(String name) {
        return deployment == null || deployment.getMetadata().getAnnotations() == null
                ? null
                : deployment.getMetadata().getAnnotations().get(name);
    }
}
