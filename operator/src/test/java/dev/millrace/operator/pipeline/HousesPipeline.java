package dev.millrace.operator.pipeline;

import dev.millrace.api.v1alpha1.dataset.DatasetVersion;
import dev.millrace.api.v1alpha1.dataset.DatasetVersionStatus;
import dev.millrace.api.v1alpha1.deployment.ModelDeployment;
import dev.millrace.api.v1alpha1.deployment.ModelDeploymentStatus;
import dev.millrace.api.v1alpha1.pipeline.Pipeline;
import dev.millrace.api.v1alpha1.pipeline.PipelineStatus;
import dev.millrace.api.v1alpha1.pipeline.PipelineStatus.Phase;
import dev.millrace.api.v1alpha1.training.TrainingRun;
import dev.millrace.api.v1alpha1.training.TrainingRunStatus;
import dev.millrace.operator.ScratchNamespace;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Locale;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The pipeline {@code houses}, and the ends that its steps come to: the test plays data versions, runs and deployments. */
final class HousesPipeline {
    static final String DIGEST_1 = "sha256:" + "1".repeat(64);
    static final String DIGEST_2 = "sha256:" + "2".repeat(64);
    private static final String NAME = "houses";

    private static final String YAML = """
            apiVersion: millrace.dev/v1alpha1
            kind: Pipeline
            metadata: {name: houses}
            spec:
              dataset:
                template:
                  spec:
                    source: {configMap: {name: houses, key: houses.csv}}
                    columns: [{name: price, type: number, role: label}]
              training:
                template:
                  spec:
                    model: {task: regression, layers: [{type: dense, units: 8, activation: relu}]}
                    hyperparameters: {epochs: 10}
              deployment:
                name: houses
                template: {spec: {replicas: 2}}
            """;

    private final ScratchNamespace cluster;

    HousesPipeline(ScratchNamespace cluster) {
        this.cluster = cluster;
    }

    void create() {
        cluster.create(Pipeline.class, YAML);
    }

    void delete() {
        cluster.delete(Pipeline.class, NAME);
    }

    /** Other templates: the next execution. */
    void changeTraining() {
        change(YAML.replace("epochs: 10", "epochs: 20"));
    }

    void changeReplicas(int replicas) {
        change(YAML.replace("replicas: 2", "replicas: " + replicas));
    }

    void suspend(boolean suspend) {
        change(YAML + "  suspend: " + suspend + "\n");
    }

    private void change(String yaml) {
        cluster.edit(Pipeline.class, NAME, pipeline -> {
            pipeline.setSpec(Serialization.unmarshal(yaml, Pipeline.class).getSpec());
            return pipeline;
        });
    }

    void loseStatus() {
        cluster.play(Pipeline.class, NAME, pipeline -> {
            pipeline.setStatus(null);
            return pipeline;
        });
    }

    /** Waits for an execution's data version, and has it end. */
    void finishData(String name, DatasetVersionStatus.Phase phase, String message) {
        cluster.await(DatasetVersion.class, name);
        cluster.play(DatasetVersion.class, name, dataset -> {
            dataset.setStatus(Serialization.unmarshal(
                    """
                    phase: %s
                    message: %s
                    digest: sha256:%s
                    cached: false
                    """.formatted(wire(phase), message, "d".repeat(64)), DatasetVersionStatus.class));
            return dataset;
        });
    }

    /** Waits for an execution's data version, and has it become ready. */
    void finishData(String name) {
        finishData(name, DatasetVersionStatus.Phase.READY, "30 rows");
    }

    /** Waits for an execution's run, and has it lead to a model. */
    void finishRun(String name, String digest) {
        finishRun(name, TrainingRunStatus.Phase.SUCCEEDED, digest);
    }

    /** Waits for an execution's run, and has a gate reject its model. */
    void rejectRun(String name) {
        finishRun(name, TrainingRunStatus.Phase.REJECTED, null);
    }

    private void finishRun(String name, TrainingRunStatus.Phase phase, @Nullable String digest) {
        String model = digest == null
                ? ""
                : "model: {digest: '%s', uri: 'file:///store/x', sizeBytes: 1, parity: 0.1}".formatted(digest);
        cluster.await(TrainingRun.class, name);
        cluster.play(TrainingRun.class, name, run -> {
            run.setStatus(Serialization.unmarshal("""
                    phase: %s
                    message: the end of %s
                    %s
                    """.formatted(wire(phase), name, model), TrainingRunStatus.class));
            return run;
        });
    }

    /** Waits for the deployment, and has it serve a run's model. */
    void serve(String run, String digest) {
        cluster.await(ModelDeployment.class, NAME);
        cluster.play(ModelDeployment.class, NAME, deployment -> {
            deployment.setStatus(Serialization.unmarshal(
                    """
                    observedGeneration: %d
                    phase: Ready
                    message: served
                    stable: {revision: 1, trainingRun: %s, modelDigest: '%s'}
                    conditions:
                    - {type: Ready, status: "True", lastTransitionTime: "2026-01-01T00:00:00Z", reason: Serving, message: served}
                    """.formatted(deployment.getMetadata().getGeneration(), run, digest), ModelDeploymentStatus.class));
            return deployment;
        });
    }

    /** Creates it, and has its first execution end well. */
    void bringToReady() {
        create();
        finishData("houses-1-data");
        finishRun("houses-1-train", DIGEST_1);
        serve("houses-1-train", DIGEST_1);
        await(Phase.READY);
    }

    /** Waits for a status. */
    PipelineStatus await(Phase phase) {
        return await(status -> status.phase() == phase);
    }

    /** Waits for a status. */
    PipelineStatus await(Predicate<PipelineStatus> wanted) {
        return cluster.await(
                        Pipeline.class,
                        NAME,
                        pipeline -> pipeline.getStatus() != null && wanted.test(pipeline.getStatus()))
                .getStatus();
    }

    /** Waits for the newest spec to have been looked at. */
    PipelineStatus awaitSettled() {
        return cluster.await(
                        Pipeline.class,
                        NAME,
                        pipeline -> pipeline.getStatus() != null
                                && pipeline.getMetadata()
                                        .getGeneration()
                                        .equals(pipeline.getStatus().observedGeneration()))
                .getStatus();
    }

    private static String wire(Enum<?> phase) {
        return phase.name().charAt(0) + phase.name().substring(1).toLowerCase(Locale.ROOT);
    }
}
