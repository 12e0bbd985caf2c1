package dev.millrace.operator.deployment;

import static dev.millrace.operator.deployment.HousesDeployment.DIGEST_A;
import static dev.millrace.operator.deployment.HousesDeployment.DIGEST_B;
import static dev.millrace.operator.deployment.HousesDeployment.ROWS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.millrace.api.v1alpha1.deployment.ModelDeployment;
import dev.millrace.api.v1alpha1.deployment.ModelDeploymentStatus;
import dev.millrace.api.v1alpha1.deployment.ModelDeploymentStatus.PastRevision;
import dev.millrace.api.v1alpha1.deployment.ModelDeploymentStatus.Phase;
import dev.millrace.api.v1alpha1.deployment.ModelDeploymentStatus.Revision;
import dev.millrace.operator.ScratchNamespace;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The way from one model to the next: what answers goes on until the next one answers. */
class RolloutTest {
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
    void theOldModelIsServedUntilTheNextOneAnswers() {
        houses.bringToReady(servers, "a", DIGEST_A);
        Set<String> old = houses.podUids();
        houses.createRun("b");
        houses.point("b");
        assertThat(houses.awaitReason("TrainingRunNotFinished").message())
                .isEqualTo("TrainingRun 'b' has not begun; revision 1 (TrainingRun 'a') stays served");

        houses.succeed("b", DIGEST_B);
        ModelDeploymentStatus rolling =
                houses.await(deployment -> deployment.getStatus().candidate() != null);
        assertThat(rolling.candidate()).isEqualTo(new Revision(2L, "b", DIGEST_B, ROWS));
        assertThat(rolling.stable().trainingRun()).isEqualTo("a");
        cluster.await(Deployment.class, "houses", found -> Integer.valueOf(3)
                .equals(found.getStatus().getReplicas()));
        assertThat(houses.podUids()).containsAll(old);

        servers.answer(2);
        ModelDeploymentStatus status = houses.awaitServed(DIGEST_B);
        assertThat(status.candidate()).isNull();
        assertThat(status.history()).extracting(PastRevision::revision).containsExactly(2L, 1L);
        assertThat(status.history().get(0).until()).isNull();
        assertThat(status.history().get(1).until()).isNotNull();
    }

    @Test
    void aModelThatDoesNotStartIsSaidAndTheWayBackTouchesNoPodThatAnswers() {
        houses.bringToReady(servers, "a", DIGEST_A);
        Set<String> old = houses.podUids();
        houses.createRun("b");
        houses.succeed("b", DIGEST_B);
        servers.crash(2, "blob sha256:bb is corrupt");

        houses.point("b");

        ModelDeploymentStatus broken = houses.awaitReason("PodFailed");
        assertThat(broken.phase()).isEqualTo(Phase.DEGRADED);
        assertThat(broken.message())
                .contains("revision 2 (TrainingRun 'b') does not start")
                .contains("blob sha256:bb is corrupt")
                .endsWith("revision 1 (TrainingRun 'a') stays served");

        houses.point("a");
        ModelDeploymentStatus status = houses.awaitServed(DIGEST_A);
        assertThat(status.stable().revision()).isEqualTo(1);
        assertThat(status.history())
                .extracting(PastRevision::revision, PastRevision::reason)
                .contains(tuple(2L, "was given up before it answered"));
        assertThat(houses.podUids()).isEqualTo(old);
    }

    @Test
    void anotherRunThatLedToTheSameModelMovesNoPod() {
        houses.bringToReady(servers, "a", DIGEST_A);
        Set<String> old = houses.podUids();
        houses.createRun("b");
        houses.succeed("b", DIGEST_A);

        houses.point("b");

        ModelDeploymentStatus served = houses.await(deployment ->
                deployment.getStatus().stable().trainingRun().equals("b") && HousesDeployment.isReady(deployment));
        assertThat(served.stable().revision()).isEqualTo(1);
        assertThat(houses.podUids()).isEqualTo(old);
        assertThat(cluster.list(ReplicaSet.class)).hasSize(1);
    }

    @Test
    void aRestartInTheMiddleOfARolloutCountsNoRevision() {
        houses.bringToReady(servers, "a", DIGEST_A);
        houses.createRun("b");
        houses.succeed("b", DIGEST_B);
        houses.point("b");
        houses.await(deployment -> deployment.getStatus().candidate() != null);

        cluster.stopOperator();
        cluster.startOperator("deployment");
        servers.answer(2);

        assertThat(houses.awaitServed(DIGEST_B).stable().revision()).isEqualTo(2);
        assertThat(cluster.list(ReplicaSet.class)).hasSize(2);
    }

    @Test
    void theScaleSubresourceDecidesTheNumberOfPods() {
        houses.bringToReady(servers, "a", DIGEST_A);

        cluster.client()
                .resources(ModelDeployment.class)
                .inNamespace(cluster.name())
                .withName("houses")
                .scale(3);

        ModelDeploymentStatus scaled = houses.await(
                deployment -> Integer.valueOf(3).equals(deployment.getStatus().readyReplicas())
                        && HousesDeployment.isReady(deployment));
        assertThat(scaled.stable().revision()).isEqualTo(1);
        assertThat(cluster.await(ModelDeployment.class, "houses").getSpec().replicas())
                .isEqualTo(3);
    }
}
