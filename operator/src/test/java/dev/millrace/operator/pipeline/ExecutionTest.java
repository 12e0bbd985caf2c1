package dev.millrace.operator.pipeline;

import static dev.millrace.operator.pipeline.HousesPipeline.DIGEST_1;
import static dev.millrace.operator.pipeline.HousesPipeline.DIGEST_2;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.api.v1alpha1.dataset.DatasetVersion;
import dev.millrace.api.v1alpha1.deployment.ModelDeployment;
import dev.millrace.api.v1alpha1.pipeline.PipelineStatus;
import dev.millrace.api.v1alpha1.pipeline.PipelineStatus.Phase;
import dev.millrace.api.v1alpha1.training.TrainingRun;
import dev.millrace.operator.ScratchNamespace;
import dev.millrace.operator.child.Labels;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What begins an execution, the order of its steps, and what it leads to. */
class ExecutionTest {
    @RegisterExtension
    private final ScratchNamespace cluster = new ScratchNamespace();

    private final HousesPipeline houses = new HousesPipeline(cluster);

    @BeforeEach
    void start() {
        cluster.startOperator("pipeline");
    }

    @Test
    void makesDataRunPromotionAndDeploymentInOrder() {
        houses.create();

        DatasetVersion dataset = cluster.await(DatasetVersion.class, "houses-1-data");
        assertThat(cluster.names(TrainingRun.class)).isEmpty();
        assertThat(dataset.getMetadata().getLabels())
                .containsEntry(Labels.PIPELINE, "houses")
                .containsEntry(Labels.EXECUTION, "1");
        assertThat(dataset.getSpec().parent()).isNull();

        houses.finishData("houses-1-data");
        TrainingRun run = cluster.await(TrainingRun.class, "houses-1-train");
        assertThat(run.getSpec().dataset().name()).isEqualTo("houses-1-data");
        assertThat(cluster.names(ModelDeployment.class)).isEmpty();

        houses.finishRun("houses-1-train", DIGEST_1);
        ModelDeployment deployment = cluster.await(ModelDeployment.class, "houses");
        assertThat(deployment.getSpec().model().pipeline().name()).isEqualTo("houses");
        assertThat(deployment.getSpec().replicas()).isEqualTo(2);
        assertThat(houses.await(status -> status.promoted() != null).phase()).isEqualTo(Phase.RUNNING);

        houses.serve("houses-1-train", DIGEST_1);
        PipelineStatus status = houses.await(Phase.READY);
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
    void otherTemplatesAreTheNextExecutionAndTheFirstStaysServedUntilItIsDone() {
        houses.bringToReady();

        houses.changeTraining();

        DatasetVersion dataset = cluster.await(DatasetVersion.class, "houses-2-data");
        assertThat(dataset.getSpec().parent().name()).isEqualTo("houses-1-data");
        assertThat(houses.await(Phase.RUNNING).promoted().trainingRun()).isEqualTo("houses-1-train");
        houses.finishData("houses-2-data");
        houses.finishRun("houses-2-train", DIGEST_2);
        houses.await(status -> status.promoted().trainingRun().equals("houses-2-train"));
        houses.serve("houses-2-train", DIGEST_2);
        PipelineStatus status = houses.await(Phase.READY);
        assertThat(status.execution().trigger()).isEqualTo(PipelineStatus.Trigger.SPEC_CHANGED);
        assertThat(status.executions())
                .extracting(PipelineStatus.PastExecution::number)
                .containsExactly(2L, 1L);
    }

    @Test
    void anotherNumberOfReplicasIsNoExecution() {
        houses.bringToReady();

        houses.changeReplicas(3);

        cluster.await(ModelDeployment.class, "houses", deployment -> Integer.valueOf(3)
                .equals(deployment.getSpec().replicas()));
        assertThat(houses.awaitSettled().execution().number()).isEqualTo(1);
        assertThat(cluster.names(DatasetVersion.class)).containsExactly("houses-1-data");
    }

    @Test
    void aSuspendedPipelineHoldsItsRunAndGoesOnLater() {
        houses.create();
        houses.finishData("houses-1-data");
        cluster.await(TrainingRun.class, "houses-1-train");

        houses.suspend(true);
        houses.await(Phase.SUSPENDED);
        cluster.await(TrainingRun.class, "houses-1-train", ExecutionTest::isSuspended);

        houses.suspend(false);
        cluster.await(TrainingRun.class, "houses-1-train", run -> !isSuspended(run));
        assertThat(houses.await(Phase.RUNNING).execution().number()).isEqualTo(1);
    }

    @Test
    void aRunThatIsOvertakenIsHeldAndNeverPromoted() {
        houses.create();
        houses.finishData("houses-1-data");
        cluster.await(TrainingRun.class, "houses-1-train");

        houses.changeTraining();

        cluster.await(TrainingRun.class, "houses-1-train", ExecutionTest::isSuspended);
        houses.finishRun("houses-1-train", DIGEST_1);
        houses.finishData("houses-2-data");
        cluster.await(TrainingRun.class, "houses-2-train");
        PipelineStatus status = houses.await(present -> present.latest().trainingRun() != null);
        assertThat(status.promoted()).isNull();
        assertThat(status.executions())
                .extracting(PipelineStatus.PastExecution::message)
                .containsExactly("overtaken by execution 2");
    }

    private static boolean isSuspended(TrainingRun run) {
        return Boolean.TRUE.equals(run.getSpec().suspend());
    }
}
