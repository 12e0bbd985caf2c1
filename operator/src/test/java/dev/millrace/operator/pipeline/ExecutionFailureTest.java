package dev.millrace.operator.pipeline;

import static dev.millrace.operator.pipeline.HousesPipeline.DIGEST_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.api.v1alpha1.dataset.DatasetVersion;
import dev.millrace.api.v1alpha1.dataset.DatasetVersionStatus;
import dev.millrace.api.v1alpha1.deployment.ModelDeployment;
import dev.millrace.api.v1alpha1.pipeline.PipelineStatus;
import dev.millrace.api.v1alpha1.pipeline.PipelineStatus.Phase;
import dev.millrace.api.v1alpha1.training.TrainingRun;
import dev.millrace.operator.ScratchNamespace;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Executions that fail, are killed, or find a name taken: what is promoted stays, and nothing is made twice. */
class ExecutionFailureTest {
    @RegisterExtension
    private final ScratchNamespace cluster = new ScratchNamespace();

    private final HousesPipeline houses = new HousesPipeline(cluster);

    @BeforeEach
    void start() {
        cluster.startOperator("pipeline");
    }

    @Test
    void aRejectedRunFailsItsExecutionAndTheOldModelStaysPromoted() {
        houses.bringToReady();
        houses.changeTraining();
        houses.finishData("houses-2-data");

        houses.rejectRun("houses-2-train");

        PipelineStatus status = houses.await(Phase.FAILED);
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
        houses.create();
        houses.finishData("houses-1-data", DatasetVersionStatus.Phase.FAILED, "no such file");
        houses.await(Phase.FAILED);
        DatasetVersion first = cluster.await(DatasetVersion.class, "houses-1-data");

        cluster.delete(DatasetVersion.class, "houses-1-data");

        cluster.awaitAnother(first, DatasetVersion.class);
        assertThat(houses.await(Phase.RUNNING).execution().number()).isEqualTo(1);
    }

    @Test
    void aNameThatIsTakenIsLeftAlone() {
        cluster.create(DatasetVersion.class, """
                apiVersion: millrace.dev/v1alpha1
                kind: DatasetVersion
                metadata: {name: houses-1-data}
                spec:
                  source: {configMap: {name: houses, key: houses.csv}}
                """);

        houses.create();

        PipelineStatus status = houses.await(present -> present.conditions().stream()
                .anyMatch(condition -> condition.reason().equals("NameTaken")));
        assertThat(status.message()).startsWith("DatasetVersion 'houses-1-data' exists");
        DatasetVersion untouched = cluster.await(DatasetVersion.class, "houses-1-data");
        assertThat(untouched.getMetadata().getLabels()).isNullOrEmpty();
        assertThat(untouched.getMetadata().getOwnerReferences()).isEmpty();
    }

    @Test
    void aRestartInTheMiddleMakesNothingTwice() {
        houses.create();
        cluster.await(DatasetVersion.class, "houses-1-data");
        cluster.stopOperator();
        houses.finishData("houses-1-data");

        cluster.startOperator("pipeline");
        cluster.await(TrainingRun.class, "houses-1-train");
        cluster.stopOperator();
        houses.finishRun("houses-1-train", DIGEST_1);
        cluster.startOperator("pipeline");

        houses.serve("houses-1-train", DIGEST_1);
        assertThat(houses.await(Phase.READY).execution().number()).isEqualTo(1);
        assertThat(cluster.names(DatasetVersion.class)).containsExactly("houses-1-data");
        assertThat(cluster.names(TrainingRun.class)).containsExactly("houses-1-train");
    }

    @Test
    void aLostStatusIsFoundAgainInTheObjects() {
        houses.bringToReady();
        cluster.stopOperator();
        houses.loseStatus();

        cluster.startOperator("pipeline");

        PipelineStatus status = houses.await(Phase.READY);
        assertThat(status.execution().number()).isEqualTo(1);
        assertThat(status.promoted()).isEqualTo(new PipelineStatus.Promoted("houses-1-train", DIGEST_1));
        assertThat(cluster.names(DatasetVersion.class)).containsExactly("houses-1-data");
    }

    @Test
    void whatItMadeGoesWithIt() {
        houses.bringToReady();

        houses.delete();

        cluster.awaitGone(DatasetVersion.class, "houses-1-data");
        cluster.awaitGone(TrainingRun.class, "houses-1-train");
        cluster.awaitGone(ModelDeployment.class, "houses");
    }
}
