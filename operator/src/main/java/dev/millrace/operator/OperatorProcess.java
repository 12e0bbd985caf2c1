package dev.millrace.operator;

import dev.millrace.operator.collection.CollectionTimer;
import dev.millrace.operator.collection.Collector;
import dev.millrace.operator.configuration.OperatorConfiguration;
import dev.millrace.operator.event.Events;
import dev.millrace.operator.event.Outbox;
import dev.millrace.operator.health.HealthServer;
import dev.millrace.operator.health.HealthServer.Probes;
import dev.millrace.operator.health.Informers;
import dev.millrace.operator.leadership.Leadership;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.monitoring.micrometer.MicrometerMetrics;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running operator: client, reconcilers, probes and, where several may run, its part in the election of a leader. */
final class OperatorProcess implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OperatorProcess.class);

    private final KubernetesClient client;
    private final Operator operator;
    private final @Nullable Leadership leadership;
    private final PrometheusMeterRegistry metrics;
    private final JvmGcMetrics garbage = new JvmGcMetrics();
    private final HealthServer health;
    private final Outbox outbox = new Outbox();
    private final CollectionTimer collections;
    private final AtomicBoolean started = new AtomicBoolean();
    private final AtomicBoolean stopping = new AtomicBoolean();

    /**
     * Where and as what a process runs.
     *
     * @param identity unique among all processes, such as the pod's name
     * @param leaseNamespace null: no election, this process works at once
     * @param health where probes and metrics are asked for; port 0 for any
     * @param onLeadershipLost must end the process
     */
    record Place(
            String identity, @Nullable String leaseNamespace, InetSocketAddress health, Runnable onLeadershipLost) {}

    private OperatorProcess(KubernetesClient client, OperatorConfiguration configuration, Place place, Clock clock) {
        this.client = client;
        metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        leadership = place.leaseNamespace() == null
                ? null
                : new Leadership(place.leaseNamespace(), place.identity(), place.onLeadershipLost());
        operator = new Operator(overrider -> {
            Controllers.manners(overrider, client).withMetrics(MicrometerMetrics.withoutPerResourceMetrics(metrics));
            if (leadership != null) {
                overrider.withLeaderElectionConfiguration(leadership.election());
            }
        });
        measureProcess();
        Events events = new Events(client, place.identity(), clock, outbox);
        Controllers.all(client, configuration, events, clock)
                .forEach(controller -> controller.register(operator, configuration.namespaces()));
        collections = new CollectionTimer(
                new Collector(client, configuration, events, metrics, clock),
                configuration.collection().interval(),
                this::leading);
        Informers informers = new Informers(operator);
        health = new HealthServer(
                place.health(), new Probes(informers::stopped, () -> notReady(informers), metrics::scrape));
    }

    /**
     * Starts an operator; it reconciles as soon as its caches are filled and it leads.
     *
     * @param client of the process, closed at its end
     */
    static OperatorProcess start(
            KubernetesClient client, OperatorConfiguration configuration, Place place, Clock clock) {
        OperatorProcess process = new OperatorProcess(client, configuration, place, clock);
        try {
            process.operator.start();
        } catch (RuntimeException e) {
            process.close();
            throw e;
        }
        process.started.set(true);
        process.collections.start();
        LOG.info(
                "started as {}, watching {}, probes and metrics on port {}",
                place.identity(),
                configuration.namespaces().isEmpty() ? "all namespaces" : configuration.namespaces(),
                process.health.port());
        return process;
    }

    int healthPort() {
        return health.port();
    }

    private void measureProcess() {
        new JvmMemoryMetrics().bindTo(metrics);
        new JvmThreadMetrics().bindTo(metrics);
        new ProcessorMetrics().bindTo(metrics);
        garbage.bindTo(metrics);
        Gauge.builder("millrace.operator.leading", () -> leading() ? 1 : 0)
                .description("1 for the process that reconciles")
                .register(metrics);
    }

    private boolean leading() {
        return leadership == null ? started.get() : leadership.leading();
    }

    private List<String> notReady(Informers informers) {
        if (stopping.get()) {
            return List.of("stopping");
        }
        return started.get() ? informers.notWatching() : List.of("starting");
    }

    /** Lets reconciles that are under way end, gives the lease back and stops. */
    @Override
    public void close() {
        if (!stopping.compareAndSet(false, true)) {
            return;
        }
        LOG.info("stopping");
        collections.close();
        if (leadership != null) {
            leadership.resign();
        }
        operator.stop();
        outbox.close();
        if (leadership != null) {
            leadership.release(client);
        }
        health.close();
        garbage.close();
        metrics.close();
        client.close();
        LOG.info("stopped");
    }
}
