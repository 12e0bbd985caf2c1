package dev.millrace.operator.leadership;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.operator.ScratchNamespace;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class LeadershipTest {
    @RegisterExtension
    private final ScratchNamespace cluster = new ScratchNamespace();

    private final AtomicInteger losses = new AtomicInteger();
    private Leadership leadership;

    @BeforeEach
    void candidate() {
        leadership = new Leadership(cluster.name(), "me", losses::incrementAndGet);
    }

    @Test
    void whoStopsOnPurposeGivesTheLeaseBack() {
        createLease("me");
        callbacks().onStartLeading();
        assertThat(leadership.leading()).isTrue();

        leadership.resign();
        callbacks().onStopLeading();
        leadership.release(cluster.client());

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
        leadership.release(cluster.client());
        callbacks().onStartLeading();
        leadership.release(cluster.client());

        assertThat(holder()).isEqualTo("another");
    }

    private LeaderCallbacks callbacks() {
        return leadership.election().getLeaderCallbacks().orElseThrow();
    }

    private void createLease(String holder) {
        cluster.create(new LeaseBuilder()
                .withNewMetadata()
                .withName("millrace-operator")
                .endMetadata()
                .withNewSpec()
                .withHolderIdentity(holder)
                .endSpec()
                .build());
    }

    private String holder() {
        return cluster.await(Lease.class, "millrace-operator").getSpec().getHolderIdentity();
    }
}
