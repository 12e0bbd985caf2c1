package dev.millrace.operator.deployment;

import dev.millrace.api.v1alpha1.deployment.ModelDeployment;
import dev.millrace.api.v1alpha1.deployment.ModelDeploymentSpec;
import dev.millrace.api.v1alpha1.deployment.ModelDeploymentSpec.ModelReference;
import dev.millrace.api.v1alpha1.deployment.ModelDeploymentStatus;
import dev.millrace.api.v1alpha1.deployment.ModelDeploymentStatus.Phase;
import dev.millrace.api.v1alpha1.training.TrainingRun;
import dev.millrace.api.v1alpha1.training.TrainingRunStatus;
import dev.millrace.operator.ScratchNamespace;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The deployment {@code houses} with two replicas, and the runs whose models it serves. The test plays the runs and the servers. */
final class HousesDeployment {
    static final String NAME = "houses";
    static final String DIGEST_A = "sha256:" + "a".repeat(64);
    static final String DIGEST_B = "sha256:" + "b".repeat(64);
    static final String ROWS = "sha256:" + "d".repeat(64);

    private final ScratchNamespace cluster;

    HousesDeployment(ScratchNamespace cluster) {
        this.cluster = cluster;
    }

    /** Creates it for a run's model. */
    void create(String run) {
        create(ModelReference.ofTrainingRun(run));
    }

    void create(ModelReference model) {
        ModelDeployment deployment = new ModelDeployment();
        deployment.getMetadata().setName(NAME);
        deployment.setSpec(spec(model));
        cluster.create(deployment);
    }

    /** Has it serve another run's model. */
    void point(String run) {
        cluster.edit(ModelDeployment.class, NAME, deployment -> {
            deployment.setSpec(spec(ModelReference.ofTrainingRun(run)));
            return deployment;
        });
    }

    private static ModelDeploymentSpec spec(ModelReference model) {
        return new ModelDeploymentSpec(model, 2, null);
    }

    void loseStatus() {
        cluster.play(ModelDeployment.class, NAME, deployment -> {
            deployment.setStatus(null);
            return deployment;
        });
    }

    void createRun(String name) {
        cluster.create(TrainingRun.class, """
                apiVersion: millrace.dev/v1alpha1
                kind: TrainingRun
                metadata: {name: %s}
                spec:
                  dataset: {name: houses-1}
                  model: {task: regression, layers: [{type: dense, units: 8, activation: relu}]}
                """.formatted(name));
    }

    /** Has a run lead to a model. */
    void succeed(String run, String digest) {
        playRun(run, """
                phase: Succeeded
                model: {digest: '%s', uri: 'file:///store/models', sizeBytes: 1, parity: 0.1}
                lineage: {dataset: houses-1, datasetDigest: '%s'}
                """.formatted(digest, ROWS));
    }

    void playRun(String name, String status) {
        cluster.play(TrainingRun.class, name, run -> {
            run.setStatus(Serialization.unmarshal(status, TrainingRunStatus.class));
            return run;
        });
    }

    /** Creates it, a store and a run, and waits until the run's model is served. */
    void bringToReady(Servers servers, String run, String digest) {
        cluster.createStoreClaim();
        createRun(run);
        succeed(run, digest);
        servers.answer(1);
        create(run);
        awaitServed(digest);
    }

    /** Waits for a model to be the one that is served. */
    ModelDeploymentStatus awaitServed(String digest) {
        return await(deployment -> deployment.getStatus().stable() != null
                && deployment.getStatus().stable().modelDigest().equals(digest)
                && isReady(deployment));
    }

    /** Whether the newest spec is served. */
    static boolean isReady(ModelDeployment deployment) {
        return deployment
                        .getMetadata()
                        .getGeneration()
                        .equals(deployment.getStatus().observedGeneration())
                && deployment.getStatus().phase() == Phase.READY;
    }

    /** Waits for the reason of its readiness. */
    ModelDeploymentStatus awaitReason(String reason) {
        return await(deployment -> deployment.getStatus().conditions().stream()
                .anyMatch(condition ->
                        condition.type().equals("Ready") && condition.reason().equals(reason)));
    }

    /** Waits for a status. */
    ModelDeploymentStatus await(Predicate<ModelDeployment> expected) {
        return cluster.await(
                        ModelDeployment.class,
                        NAME,
                        deployment -> deployment.getStatus() != null && expected.test(deployment))
                .getStatus();
    }

    /** Those that stay. */
    Set<String> podUids() {
        return cluster.list(Pod.class).stream()
                .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
                .map(pod -> pod.getMetadata().getUid())
                .collect(Collectors.toSet());
    }
}
