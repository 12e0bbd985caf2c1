package dev.millrace.operator.deployment;

import static dev.millrace.operator.deployment.HousesDeployment.DIGEST_A;
import static dev.millrace.operator.deployment.HousesDeployment.DIGEST_B;
import static dev.millrace.operator.deployment.HousesDeployment.ROWS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.api.v1alpha1.deployment.ModelDeployment;
import dev.millrace.api.v1alpha1.deployment.ModelDeploymentStatus.Revision;
import dev.millrace.operator.ScratchNamespace;
import dev.millrace.operator.child.Labels;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Whatever is lost, deleted or in the way: what is served is found again, and nothing of others is touched. */
class DeploymentRecoveryTest {
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
    void aLostStatusIsFoundAgainInTheDeployment() {
        houses.bringToReady(servers, "a", DIGEST_A);
        houses.createRun("b");
        houses.succeed("b", DIGEST_B);
        servers.answer(2);
        houses.point("b");
        houses.awaitServed(DIGEST_B);
        cluster.stopOperator();
        houses.loseStatus();

        cluster.startOperator("deployment");

        assertThat(houses.awaitServed(DIGEST_B).stable()).isEqualTo(new Revision(2L, "b", DIGEST_B, ROWS));
    }

    @Test
    void whatGoesIsMadeAgain() {
        houses.bringToReady(servers, "a", DIGEST_A);
        Deployment before = cluster.await(Deployment.class, "houses");

        cluster.delete(Service.class, "houses");
        cluster.delete(PodDisruptionBudget.class, "houses");
        cluster.delete(NetworkPolicy.class, "houses");
        cluster.delete(Deployment.class, "houses");

        Deployment after = cluster.awaitAnother(before, Deployment.class);
        assertThat(after.getMetadata().getLabels()).containsEntry(Labels.REVISION, "1");
        cluster.await(Service.class, "houses");
        cluster.await(PodDisruptionBudget.class, "houses");
        cluster.await(NetworkPolicy.class, "houses");
    }

    @Test
    void aNameThatIsTakenIsLeftAloneAndNothingRuns() {
        cluster.createStoreClaim();
        houses.createRun("a");
        houses.succeed("a", DIGEST_A);
        cluster.create(new ServiceBuilder()
                .withNewMetadata()
                .withName("houses")
                .endMetadata()
                .withNewSpec()
                .addNewPort()
                .withPort(99)
                .endPort()
                .endSpec()
                .build());

        houses.create("a");

        assertThat(houses.awaitReason("NameTaken").message()).startsWith("Service 'houses' exists");
        Service untouched = cluster.await(Service.class, "houses");
        assertThat(untouched.getSpec().getPorts().get(0).getPort()).isEqualTo(99);
        assertThat(untouched.getMetadata().getOwnerReferences()).isEmpty();
        assertThat(cluster.list(Deployment.class)).isEmpty();
    }

    @Test
    void whatItMadeGoesWithIt() {
        houses.bringToReady(servers, "a", DIGEST_A);

        cluster.delete(ModelDeployment.class, "houses");

        cluster.awaitGone(Deployment.class, "houses");
        cluster.awaitGone(Service.class, "houses");
        cluster.awaitGone(PodDisruptionBudget.class, "houses");
        cluster.awaitGone(NetworkPolicy.class, "houses");
    }
}
