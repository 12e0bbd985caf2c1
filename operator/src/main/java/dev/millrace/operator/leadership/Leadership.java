package dev.millrace.operator.leadership;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfiguration;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfigurationBuilder;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This process's part in the election of a leader.
 *
 * <p>Who loses the lease ends at once, so that two never work at the same time; who stops on purpose gives it back, so that the next
 * need not wait until it runs out.
 */
public final class Leadership {
    private static final Logger LOG = LoggerFactory.getLogger(Leadership.class);
    private static final String LEASE = "millrace-operator";
    private static final Duration LEASE_DURATION = Duration.ofSeconds(10);
    private static final Duration RENEW_DEADLINE = Duration.ofSeconds(7);
    private static final Duration RETRY_PERIOD = Duration.ofSeconds(1);

    private final String namespace;
    private final String identity;
    private final Runnable onLoss;
    private final AtomicBoolean leading = new AtomicBoolean();
    private final AtomicBoolean resigning = new AtomicBoolean();

    /**
     * @param namespace of the Lease
     * @param identity of this process, unique among all that ever ask for the lease
     * @param onLoss what to do when the lease was lost against our will; it must end the process
     */
    public Leadership(String namespace, String identity, Runnable onLoss) {
        this.namespace = namespace;
        this.identity = identity;
        this.onLoss = onLoss;
    }

    /** The election as the Operator SDK runs it. */
    public LeaderElectionConfiguration election() {
        return LeaderElectionConfigurationBuilder.aLeaderElectionConfiguration(LEASE)
                .withLeaseNamespace(namespace)
                .withIdentity(identity)
                .withLeaseDuration(LEASE_DURATION)
                .withRenewDeadline(RENEW_DEADLINE)
                .withRetryPeriod(RETRY_PERIOD)
                // The SDK's exit would wait for the shutdown hook that is waiting for it.
                .withExitOnStopLeading(false)
                .withLeaderCallbacks(new LeaderCallbacks(this::gained, this::lost, leader -> {}))
                .build();
    }

    /** Whether this process works. */
    public boolean leading() {
        return leading.get();
    }

    /** Marks that from now on a lost lease is wanted. To be called before the operator is stopped. */
    public void resign() {
        resigning.set(true);
    }

    /** Gives the lease back, if it is ours. To be called after the last reconcile has ended. */
    public void release(KubernetesClient client) {
        if (!leading.getAndSet(false)) {
            return;
        }
        try {
            client.leases().inNamespace(namespace).withName(LEASE).edit(this::released);
        } catch (KubernetesClientException e) {
            LOG.warn("lease {}/{} was not given back and runs out by itself: {}", namespace, LEASE, e.getMessage());
        }
    }

    private Lease released(Lease lease) {
        if (identity.equals(lease.getSpec().getHolderIdentity())) {
            lease.getSpec().setHolderIdentity("");
        }
        return lease;
    }

    private void gained() {
        leading.set(true);
        LOG.info("leading as {}", identity);
    }

    private void lost() {
        if (resigning.get()) {
            return;
        }
        if (leading.getAndSet(false)) {
            LOG.error("lease {}/{} was lost", namespace, LEASE);
        }
        onLoss.run();
    }
}
