package dev.millrace.operator.leadership;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

@EnableKubernetesMockClient(crud = true)
class LeadershipTest {
    private final AtomicInteger losses = new AtomicInteger();
    private final Leadership leadership = new Leadership("millrace-system", "me", losses::incrementAndGet);

    private KubernetesClient client;

    @Test
    void whoStopsOnPurposeGivesTheLeaseBack() {
        createLease("me");
        callbacks().onStartLeading();
        assertThat(leadership.leading()).isTrue();

        leadership.resign();
        callbacks().onStopLeading();
        leadership.release(client);

        assertThat(holder()).isEmpty();
        assertThat(losses).hasValue(0);
        assertThat(leadership.leading()).isFalse();
    }

    @Test
    void whoLosesTheLeaseEnds() {
        createLease("me");
        callbacks().onStartLeading();

        callbacks().onStopLeading();

        assertThat(losses).hasValue(1);
        assertThat(leadership.leading()).isFalse();
    }

    @Test
    void anothersLeaseIsNotTouched() {
        createLease("another");
        leadership.release(client);
        callbacks().onStartLeading();
        leadership.release(client);

        assertThat(holder()).isEqualTo("another");
    }

    private LeaderCallbacks callbacks() {
        return leadership.election().getLeaderCallbacks().orElseThrow();
    }

    private void createLease(String holder) {
        client.resource(new LeaseBuilder()
                        .withNewMetadata()
                        .withNamespace("millrace-system")
                        .withName("millrace-operator")
                        .endMetadata()
                        .withNewSpec()
                        .withHolderIdentity(holder)
                        .endSpec()
                        .build())
                .create();
    }

    private String holder() {
        return client.leases()
                .inNamespace("millrace-system")
                .withName("millrace-operator")
                .get()
                .getSpec()
                .getHolderIdentity();
    }
}
