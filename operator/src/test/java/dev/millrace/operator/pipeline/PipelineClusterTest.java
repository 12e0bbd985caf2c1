package dev.millrace.operator.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

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
import dev.millrace.operator.child.Labels;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Clock;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Executions on a real API server. The test plays the data versions, runs and deployments to their ends. */
@Tag("cluster")
class PipelineClusterTest {
    private static final String DIGEST_1 = "sha256:" + "1".repeat(64);
    private static final String DIGEST_2 = "sha256:" + "2".repeat(64);

    private ScratchNamespace namespace;
    private AutoCloseable operator;

    @BeforeEach
    void open() {
        namespace = ScratchNamespace.open();
        operator = namespace.startOperator(Clock.systemUTC(), "pipeline");
    }

    @AfterEach
    void close() throws Exception {
        if (operator != null) {
            operator.close();
        }
        if (namespace != null) {
            namespace.close();
        }
    }

    @Test
    void makesDataRunPromotionAndDeploymentInOrder() {
        namespace.create(pipeline());

        DatasetVersion dataset = namespace.await(DatasetVersion.class, "houses-1-data", found -> true);
        assertThat(names(TrainingRun.class)).isEmpty();
        assertThat(dataset.getMetadata().getLabels())
                .containsEntry(Labels.PIPELINE, "houses")
                .containsEntry(Labels.EXECUTION, "1");
        assertThat(dataset.getSpec().parent()).isNull();

        finishData("houses-1-data", DatasetVersionStatus.Phase.READY, "30 rows");
        TrainingRun run = namespace.await(TrainingRun.class, "houses-1-train", found -> true);
        assertThat(run.getSpec().dataset().name()).isEqualTo("houses-1-data");
        assertThat(names(ModelDeployment.class)).isEmpty();

        finishRun("houses-1-train", TrainingRunStatus.Phase.SUCCEEDED, DIGEST_1);
        ModelDeployment deployment = namespace.await(ModelDeployment.class, "houses", found -> true);
        assertThat(deployment.getSpec().model().pipeline().name()).isEqualTo("houses");
        assertThat(deployment.getSpec().replicas()).isEqualTo(2);
        assertThat(awaitPipeline(pipeline -> pipeline.getStatus().promoted() != null)
                        .getStatus()
                        .phase())
                .isEqualTo(Phase.RUNNING);

        serve("houses-1-train", DIGEST_1);
        PipelineStatus status = awaitPhase(Phase.READY).getStatus();
        assertThat(status.promoted()).isEqualTo(new PipelineStatus.Promoted("houses-1-train", DIGEST_1));
        assertThat(status.latest()).isEqualTo(new PipelineStatus.Latest("houses-1-data", "houses-1-train", "houses"));
        assertThat(status.execution().steps())
                .extracting(PipelineStatus.Step::phase)
                .containsOnly(PipelineStatus.StepPhase.SUCCEEDED);
        assertThat(status.executions())
                .extracting(PipelineStatus.PastExecution::number)
                .containsExactly(1L);
    }

    @Test
    void aRestartInTheMiddleMakesNothingTwice() throws Exception {
        namespace.create(pipeline());
        namespace.await(DatasetVersion.class, "houses-1-data", found -> true);
        operator.close();
        finishData("houses-1-data", DatasetVersionStatus.Phase.READY, "30 rows");

        operator = namespace.startOperator(Clock.systemUTC(), "pipeline");
        namespace.await(TrainingRun.class, "houses-1-train", found -> true);
        operator.close();
        finishRun("houses-1-train", TrainingRunStatus.Phase.SUCCEEDED, DIGEST_1);
        operator = namespace.startOperator(Clock.systemUTC(), "pipeline");

        namespace.await(ModelDeployment.class, "houses", found -> true);
        serve("houses-1-train", DIGEST_1);
        PipelineStatus status = awaitPhase(Phase.READY).getStatus();
        assertThat(status.execution().number()).isEqualTo(1);
        assertThat(names(DatasetVersion.class)).containsExactly("houses-1-data");
        assertThat(names(TrainingRun.class)).containsExactly("houses-1-train");
    }

    @Test
    void aLostStatusIsFoundAgainInTheObjects() throws Exception {
        bringToReady();
        operator.close();
        namespace.play(Pipeline.class, "houses", pipeline -> {
            pipeline.setStatus(null);
            return pipeline;
        });

        operator = namespace.startOperator(Clock.systemUTC(), "pipeline");

        PipelineStatus status = awaitPhase(Phase.READY).getStatus();
        assertThat(status.execution().number()).isEqualTo(1);
        assertThat(status.promoted()).isEqualTo(new PipelineStatus.Promoted("houses-1-train", DIGEST_1));
        assertThat(names(DatasetVersion.class)).containsExactly("houses-1-data");
    }

    @Test
    void otherTemplatesAreTheNextExecutionAndTheFirstStaysServedUntilItIsDone() {
        bringToReady();

        changeTraining();

        DatasetVersion dataset = namespace.await(DatasetVersion.class, "houses-2-data", found -> true);
        assertThat(dataset.getSpec().parent().name()).isEqualTo("houses-1-data");
        assertThat(awaitPhase(Phase.RUNNING).getStatus().promoted().trainingRun())
                .isEqualTo("houses-1-train");
        finishData("houses-2-data", DatasetVersionStatus.Phase.READY, "found in the store");
        namespace.await(TrainingRun.class, "houses-2-train", found -> true);
        finishRun("houses-2-train", TrainingRunStatus.Phase.SUCCEEDED, DIGEST_2);
        awaitPipeline(pipeline -> pipeline.getStatus().promoted().trainingRun().equals("houses-2-train"));
        serve("houses-2-train", DIGEST_2);
        PipelineStatus status = awaitPhase(Phase.READY).getStatus();
        assertThat(status.execution().trigger()).isEqualTo(PipelineStatus.Trigger.SPEC_CHANGED);
        assertThat(status.executions())
                .extracting(PipelineStatus.PastExecution::number)
                .containsExactly(2L, 1L);
    }

    @Test
    void anotherNumberOfReplicasIsNoExecution() {
        bringToReady();

        namespace.edit(Pipeline.class, "houses", pipeline -> {
            pipeline.setSpec(read(Pipeline.class, PIPELINE.replace("replicas: 2", "replicas: 3"))
                    .getSpec());
            return pipeline;
        });

        namespace.await(ModelDeployment.class, "houses", deployment -> Integer.valueOf(3)
                .equals(deployment.getSpec().replicas()));
        Pipeline settled = awaitPipeline(pipeline -> pipeline.getMetadata()
                .getGeneration()
                .equals(pipeline.getStatus().observedGeneration()));
        assertThat(settled.getStatus().execution().number()).isEqualTo(1);
        assertThat(names(DatasetVersion.class)).containsExactly("houses-1-data");
    }

    @Test
    void aRejectedRunFailsItsExecutionAndTheOldModelStaysPromoted() {
        bringToReady();
        changeTraining();
        namespace.await(DatasetVersion.class, "houses-2-data", found -> true);
        finishData("houses-2-data", DatasetVersionStatus.Phase.READY, "30 rows");
        namespace.await(TrainingRun.class, "houses-2-train", found -> true);

        finishRun("houses-2-train", TrainingRunStatus.Phase.REJECTED, null);

        PipelineStatus status = awaitPhase(Phase.FAILED).getStatus();
        assertThat(status.message())
                .isEqualTo("execution 2 failed in step train: the end of houses-2-train; TrainingRun 'houses-1-train'"
                        + " stays promoted");
        assertThat(status.promoted().modelDigest()).isEqualTo(DIGEST_1);
        assertThat(status.conditions())
                .filteredOn(condition -> condition.type().equals("Stalled"))
                .hasSize(1);
    }

    @Test
    void aFailedStepIsTriedAgainOnceItsObjectIsDeleted() {
        namespace.create(pipeline());
        String first = namespace
                .await(DatasetVersion.class, "houses-1-data", found -> true)
                .getMetadata()
                .getUid();
        finishData("houses-1-data", DatasetVersionStatus.Phase.FAILED, "no such file");
        awaitPhase(Phase.FAILED);

        namespace
                .client()
                .resources(DatasetVersion.class)
                .inNamespace(namespace.name())
                .withName("houses-1-data")
                .delete();

        namespace.await(DatasetVersion.class, "houses-1-data", found -> !found.getMetadata()
                .getUid()
                .equals(first));
        assertThat(awaitPhase(Phase.RUNNING).getStatus().execution().number()).isEqualTo(1);
    }

    @Test
    void aNameThatIsTakenIsLeftAlone() {
        DatasetVersion others = read(DatasetVersion.class, DATASET);
        others.getMetadata().setName("houses-1-data");
        namespace.create(others);

        namespace.create(pipeline());

        PipelineStatus status =
                awaitPipeline(pipeline -> reason(pipeline, "NameTaken")).getStatus();
        assertThat(status.message()).startsWith("DatasetVersion 'houses-1-data' exists");
        DatasetVersion untouched = namespace.await(DatasetVersion.class, "houses-1-data", found -> true);
        assertThat(untouched.getMetadata().getLabels()).isNullOrEmpty();
        assertThat(untouched.getMetadata().getOwnerReferences()).isEmpty();
    }

    @Test
    void aSuspendedPipelineHoldsItsRunAndGoesOnLater() {
        namespace.create(pipeline());
        namespace.await(DatasetVersion.class, "houses-1-data", found -> true);
        finishData("houses-1-data", DatasetVersionStatus.Phase.READY, "30 rows");
        namespace.await(TrainingRun.class, "houses-1-train", found -> true);

        suspend(true);
        awaitPhase(Phase.SUSPENDED);
        namespace.await(
                TrainingRun.class,
                "houses-1-train",
                run -> Boolean.TRUE.equals(run.getSpec().suspend()));
        suspend(false);
        namespace.await(
                TrainingRun.class,
                "houses-1-train",
                run -> !Boolean.TRUE.equals(run.getSpec().suspend()));

        assertThat(awaitPhase(Phase.RUNNING).getStatus().execution().number()).isEqualTo(1);
    }

    @Test
    void aRunThatIsOvertakenIsHeldAndNeverPromoted() {
        namespace.create(pipeline());
        namespace.await(DatasetVersion.class, "houses-1-data", found -> true);
        finishData("houses-1-data", DatasetVersionStatus.Phase.READY, "30 rows");
        namespace.await(TrainingRun.class, "houses-1-train", found -> true);

        changeTraining();

        namespace.await(
                TrainingRun.class,
                "houses-1-train",
                run -> Boolean.TRUE.equals(run.getSpec().suspend()));
        namespace.await(DatasetVersion.class, "houses-2-data", found -> true);
        finishRun("houses-1-train", TrainingRunStatus.Phase.SUCCEEDED, DIGEST_1);
        finishData("houses-2-data", DatasetVersionStatus.Phase.READY, "30 rows");
        namespace.await(TrainingRun.class, "houses-2-train", found -> true);
        PipelineStatus status = awaitPipeline(
                        pipeline -> pipeline.getStatus().latest().trainingRun() != null)
                .getStatus();
        assertThat(status.promoted()).isNull();
        assertThat(status.executions())
                .extracting(PipelineStatus.PastExecution::message)
                .containsExactly("overtaken by execution 2");
    }

    @Test
    void whatItMadeGoesWithIt() {
        bringToReady();

        namespace
                .client()
                .resources(Pipeline.class)
                .inNamespace(namespace.name())
                .withName("houses")
                .delete();

        namespace.awaitGone(DatasetVersion.class, "houses-1-data");
        namespace.awaitGone(TrainingRun.class, "houses-1-train");
        namespace.awaitGone(ModelDeployment.class, "houses");
    }

    private void bringToReady() {
        namespace.create(pipeline());
        namespace.await(DatasetVersion.class, "houses-1-data", found -> true);
        finishData("houses-1-data", DatasetVersionStatus.Phase.READY, "30 rows");
        namespace.await(TrainingRun.class, "houses-1-train", found -> true);
        finishRun("houses-1-train", TrainingRunStatus.Phase.SUCCEEDED, DIGEST_1);
        namespace.await(ModelDeployment.class, "houses", found -> true);
        serve("houses-1-train", DIGEST_1);
        awaitPhase(Phase.READY);
    }

    private void changeTraining() {
        namespace.edit(Pipeline.class, "houses", pipeline -> {
            pipeline.setSpec(read(Pipeline.class, PIPELINE.replace("epochs: 10", "epochs: 20"))
                    .getSpec());
            return pipeline;
        });
    }

    private void suspend(boolean suspend) {
        namespace.edit(Pipeline.class, "houses", pipeline -> {
            pipeline.setSpec(read(Pipeline.class, PIPELINE + "  suspend: " + suspend + "\n")
                    .getSpec());
            return pipeline;
        });
    }

    private void finishData(String name, DatasetVersionStatus.Phase phase, String message) {
        namespace.play(DatasetVersion.class, name, dataset -> {
            dataset.setStatus(read(DatasetVersionStatus.class, """
                    phase: %s
                    message: %s
                    digest: sha256:%s
                    cached: false
                    """.formatted(wire(phase), message, "d".repeat(64))));
            return dataset;
        });
    }

    private void finishRun(String name, TrainingRunStatus.Phase phase, String digest) {
        namespace.play(TrainingRun.class, name, run -> {
            String model = digest == null
                    ? ""
                    : "model: {digest: '%s', uri: 'file:///store/x', sizeBytes: 1, parity: 0.1}".formatted(digest);
            run.setStatus(read(TrainingRunStatus.class, """
                    phase: %s
                    message: the end of %s
                    %s
                    """.formatted(wire(phase), name, model)));
            return run;
        });
    }

    private void serve(String run, String digest) {
        namespace.play(ModelDeployment.class, "houses", deployment -> {
            deployment.setStatus(read(ModelDeploymentStatus.class, """
                    observedGeneration: %d
                    phase: Ready
                    message: served
                    stable: {revision: 1, trainingRun: %s, modelDigest: '%s'}
                    conditions:
                    - {type: Ready, status: "True", lastTransitionTime: "2026-01-01T00:00:00Z", reason: Serving, message: served}
                    """.formatted(
                            deployment.getMetadata().getGeneration(), run, digest)));
            return deployment;
        });
    }

    private Pipeline awaitPhase(Phase phase) {
        return awaitPipeline(pipeline -> pipeline.getStatus().phase() == phase);
    }

    private Pipeline awaitPipeline(Predicate<Pipeline> expected) {
        return namespace.await(
                Pipeline.class, "houses", pipeline -> pipeline.getStatus() != null && expected.test(pipeline));
    }

    private static boolean reason(Pipeline pipeline, String reason) {
        return pipeline.getStatus().conditions().stream()
                .anyMatch(condition -> condition.reason().equals(reason));
    }

    private <T extends HasMetadata> List<String> names(Class<T> type) {
        return namespace.client().resources(type).inNamespace(namespace.name()).list().getItems().stream()
                .map(object -> object.getMetadata().getName())
                .toList();
    }

    private static Pipeline pipeline() {
        return read(Pipeline.class, PIPELINE);
    }

    private static <T> T read(Class<T> type, String yaml) {
        return Serialization.unmarshal(yaml, type);
    }

    private static String wire(Enum<?> phase) {
        return phase.name().charAt(0) + phase.name().substring(1).toLowerCase(java.util.Locale.ROOT);
    }

    private static final String DATASET = """
            apiVersion: millrace.dev/v1alpha1
            kind: DatasetVersion
            metadata: {name: houses}
            spec:
              source: {configMap: {name: houses, key: houses.csv}}
            """;

    private static final String PIPELINE = """
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
}
