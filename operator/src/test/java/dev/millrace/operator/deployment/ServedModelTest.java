package dev.millrace.operator.deployment;

import static dev.millrace.operator.deployment.HousesDeployment.DIGEST_A;
import static dev.millrace.operator.deployment.HousesDeployment.ROWS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.api.v1alpha1.deployment.ModelDeploymentSpec.ModelReference;
import dev.millrace.api.v1alpha1.deployment.ModelDeploymentStatus;
import dev.millrace.api.v1alpha1.deployment.ModelDeploymentStatus.Phase;
import dev.millrace.api.v1alpha1.deployment.ModelDeploymentStatus.Revision;
import dev.millrace.api.v1alpha1.pipeline.Pipeline;
import dev.millrace.api.v1alpha1.pipeline.PipelineStatus;
import dev.millrace.api.v1alpha1.training.TrainingRun;
import dev.millrace.operator.ScratchNamespace;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.utils.Serialization;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Which model a deployment serves, and what it says while there is none. */
class ServedModelTest {
    @RegisterExtension
    private final ScratchNamespace cluster = new ScratchNamespace();

    private final HousesDeployment houses = new HousesDeployment(cluster);
    private Servers servers;

    @BeforeEach
    void start() {
        servers = new Servers(cluster.client(), cluster.name());
        cluster.startOperator("deployment");
    }

    @AfterEach
    void close() {
        servers.close();
    }

    @Test
    void waitsForTheStoreThenForItsRunThenForItsPods() {
        houses.createRun("a");
        houses.create("a");
        assertThat(houses.awaitReason("StoreMissing").phase()).isEqualTo(Phase.PENDING);

        cluster.createStoreClaim();
        houses.playRun("a", "phase: Running\nprogress: {percent: 40, epoch: 4, epochs: 10}\n");
        ModelDeploymentStatus waiting = houses.await(deployment -> "TrainingRun 'a' is running (40 %)"
                .equals(deployment.getStatus().message()));
        assertThat(waiting.phase()).isEqualTo(Phase.PENDING);
        assertThat(cluster.list(Deployment.class)).isEmpty();

        houses.succeed("a", DIGEST_A);
        cluster.await(Deployment.class, "houses");
        assertThat(houses.awaitReason("Unschedulable").stable()).isNull();

        servers.answer(1);
        ModelDeploymentStatus status = houses.awaitServed(DIGEST_A);
        assertThat(status.phase()).isEqualTo(Phase.READY);
        assertThat(status.url()).isEqualTo("http://houses." + cluster.name() + ".svc.cluster.local");
        assertThat(status.stable()).isEqualTo(new Revision(1L, "a", DIGEST_A, ROWS));
        assertThat(status.lineage())
                .isEqualTo(new ModelDeploymentStatus.Lineage(null, "a", "houses-1", ROWS, DIGEST_A));
        assertThat(status.readyReplicas()).isEqualTo(2);
    }

    @Test
    void aRejectedRunIsRefusedWithItsGate() {
        houses.bringToReady(servers, "a", DIGEST_A);
        houses.createRun("b");
        houses.playRun("b", """
                phase: Rejected
                gates: [{name: good, metric: rmse, bound: "<= 27000", observed: 30000.0, passed: false}]
                """);

        houses.point("b");

        ModelDeploymentStatus refused = houses.awaitReason("TrainingRunRejected");
        assertThat(refused.message())
                .isEqualTo("spec.model.trainingRun: TrainingRun 'b' was rejected by gate 'good' (rmse is 30000.0,"
                        + " must be <= 27000), its model is never served: name another run; revision 1"
                        + " (TrainingRun 'a') stays served");
        assertThat(refused.conditions())
                .extracting(condition -> condition.type())
                .contains("Stalled");
        assertThat(refused.stable().trainingRun()).isEqualTo("a");
    }

    @Test
    void servesWhatAPipelineHasPromotedWhateverBecomesOfTheRun() {
        cluster.createStoreClaim();
        cluster.create(Pipeline.class, """
                apiVersion: millrace.dev/v1alpha1
                kind: Pipeline
                metadata: {name: houses}
                spec:
                  dataset: {template: {spec: {source: {configMap: {name: houses, key: houses.csv}}}}}
                  training:
                    template: {spec: {model: {task: regression, layers: [{type: dense, units: 8, activation: relu}]}}}
                """);
        houses.create(ModelReference.ofPipeline("houses"));
        houses.awaitReason("NothingPromoted");
        houses.createRun("a");
        houses.succeed("a", DIGEST_A);

        cluster.play(Pipeline.class, "houses", pipeline -> {
            pipeline.setStatus(Serialization.unmarshal(
                    "promoted: {trainingRun: a, modelDigest: '%s'}".formatted(DIGEST_A), PipelineStatus.class));
            return pipeline;
        });
        servers.answer(1);
        houses.awaitServed(DIGEST_A);

        cluster.delete(TrainingRun.class, "a");
        cluster.awaitGone(TrainingRun.class, "a");
        cluster.delete(Pipeline.class, "houses");
        assertThat(houses.awaitReason("PipelineNotFound").message())
                .isEqualTo("Pipeline 'houses' (spec.model.pipeline) does not exist; revision 1 (TrainingRun 'a')"
                        + " stays served");
        assertThat(cluster.list(Pod.class)).hasSize(2);
    }
}
