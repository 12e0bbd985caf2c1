package dev.millrace.operator.step;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.api.v1alpha1.training.TrainingRunStatus;
import dev.millrace.operator.OperatorUnderTest;
import dev.millrace.operator.ScratchNamespace;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Why a step does not run, as the cluster's own scheduler, kubelet and Job controller tell it. */
class StepTroubleTest {
    @RegisterExtension
    private final ScratchNamespace cluster = new ScratchNamespace();

    private final Houses houses = new Houses(cluster);

    @BeforeEach
    void start() {
        cluster.createBoundStoreClaim();
        houses.createReadyDataset();
        cluster.startOperator();
    }

    @Test
    void saysWhatNoNodeHas() {
        houses.createRun("run-a", "resources: {limits: {nvidia.com/gpu: 4}}");

        TrainingRunStatus unschedulable = houses.run("run-a", "Ready", "Unschedulable");
        assertThat(unschedulable.message()).startsWith("no node has 4 free nvidia.com/gpu; 0/");
        assertThat(unschedulable.phase()).isEqualTo(TrainingRunStatus.Phase.PENDING);
    }

    @Test
    void saysWhichImageCannotBePulled() {
        houses.createRun("run-a");

        assertThat(houses.run("run-a", "Ready", "ImagePullFailed").message())
                .startsWith("image '" + OperatorUnderTest.TRAINER + "' cannot be pulled: ");
    }
}
