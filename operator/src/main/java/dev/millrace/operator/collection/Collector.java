package dev.millrace.operator.collection;

import dev.millrace.api.v1alpha1.Reason;
import dev.millrace.contract.Json;
import dev.millrace.contract.plan.CollectionPlan;
import dev.millrace.operator.child.Component;
import dev.millrace.operator.child.Labels;
import dev.millrace.operator.configuration.OperatorConfiguration;
import dev.millrace.operator.event.Events;
import dev.millrace.operator.event.Events.Occurrence;
import dev.millrace.operator.step.StepObjects;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts a collection in each namespace with a store where something was deleted since the last one, and in any case once a day, for what killed
 * steps left. The newest Job and its plan are the memory: a restart of the operator forgets nothing.
 */
public final class Collector {
    private static final Logger LOG = LoggerFactory.getLogger(Collector.class);
    private static final Duration DAY = Duration.ofDays(1);

    private final KubernetesClient client;
    private final OperatorConfiguration configuration;
    private final Stores stores;
    private final Events events;
    private final MeterRegistry metrics;
    private final Clock clock;
    /** Jobs whose end was told, by uid, of those that are there. */
    private final Set<String> told = new HashSet<>();

    private Instant nextLook;

    public Collector(
            KubernetesClient client,
            OperatorConfiguration configuration,
            Events events,
            MeterRegistry metrics,
            Clock clock) {
        this.client = client;
        this.configuration = configuration;
        this.stores = new Stores(client, configuration);
        this.events = events;
        this.metrics = metrics;
        this.clock = clock;
        this.nextLook = clock.instant().plus(configuration.collection().interval());
    }

    /** Tells how collections ended, and, where it is time, looks whether another one is due. To be called by one thread. */
    public void tick() {
        try {
            List<Job> jobs = jobs();
            tell(jobs);
            if (!clock.instant().isBefore(nextLook)) {
                nextLook = clock.instant().plus(configuration.collection().interval());
                stores.namespaces(jobs)
                        .forEach(namespace -> look(
                                namespace,
                                jobs.stream()
                                        .filter(job -> namespace.equals(
                                                job.getMetadata().getNamespace()))
                                        .toList()));
            }
        } catch (KubernetesClientException e) {
            LOG.warn("collections could not be looked after, which is tried again: {}", e.getMessage());
        }
    }

    private void tell(List<Job> jobs) {
        told.retainAll(jobs.stream().map(job -> job.getMetadata().getUid()).collect(Collectors.toSet()));
        for (Job job : jobs) {
            if (!told.contains(job.getMetadata().getUid())) {
                Outcome.of(job, pods(job)).ifPresent(outcome -> {
                    told.add(job.getMetadata().getUid());
                    tell(job, outcome);
                });
            }
        }
    }

    private void tell(Job job, Outcome outcome) {
        String namespace = job.getMetadata().getNamespace();
        String reason = (outcome.succeeded() ? Reason.COLLECTED : Reason.COLLECTION_FAILED).wireName();
        LOG.info("{}/{} {}: {}", namespace, job.getMetadata().getName(), reason, outcome.sentence());
        events.publish(job, new Occurrence(outcome.severity(), reason, "Collect", outcome.sentence()));
        Counter.builder("millrace.collections")
                .description("Collections of a namespace's store that ended")
                .tag("namespace", namespace)
                .tag("outcome", outcome.succeeded() ? "succeeded" : "failed")
                .register(metrics)
                .increment();
        Counter.builder("millrace.collection.freed")
                .description("Bytes that collections freed in a namespace's store")
                .baseUnit("bytes")
                .tag("namespace", namespace)
                .register(metrics)
                .increment((double) outcome.freedBytes());
    }

    private void look(String namespace, List<Job> jobs) {
        try {
            Optional<Job> newest = jobs.stream()
                    .max(Comparator.comparing((Job job) -> job.getMetadata().getCreationTimestamp()));
            Optional<CollectionPlan> before = newest.flatMap(this::plan);
            if (newest.isPresent() && before.isPresent() && !ended(newest.get())) {
                return;
            }
            Instant listed = clock.instant();
            CollectionPlan now = Roots.plan(
                    LiveObjects.read(client, namespace),
                    listed,
                    configuration.collection().grace());
            boolean due = before.isEmpty()
                    || Roots.vanished(before.get(), now)
                    || newest.filter(job -> created(job).plus(DAY).isBefore(listed))
                            .isPresent();
            if (due) {
                jobs.forEach(this::delete);
                start(namespace, now);
            }
        } catch (KubernetesClientException e) {
            LOG.warn("no collection in namespace {}, which is tried again: {}", namespace, e.getMessage());
        }
    }

    private void start(String namespace, CollectionPlan plan) {
        Job job = client.resource(CollectionObjects.job(namespace, plan, configuration))
                .create();
        client.resource(CollectionObjects.plan(job, plan)).create();
        LOG.info(
                "{}/{} begins: {} data versions, {} models and {} steps are live",
                namespace,
                job.getMetadata().getName(),
                plan.datasets().size(),
                plan.models().size(),
                plan.steps().size());
    }

    private static boolean ended(Job job) {
        return Outcome.of(job, List.of()).isPresent();
    }

    private static Instant created(Job job) {
        return Instant.parse(job.getMetadata().getCreationTimestamp());
    }

    /** Empty: it is gone, or the operator ended before it made it; then the Job's pod waits for nothing. */
    private Optional<CollectionPlan> plan(Job job) {
        ConfigMap plan = client.configMaps()
                .inNamespace(job.getMetadata().getNamespace())
                .withName(job.getMetadata().getName())
                .get();
        return Optional.ofNullable(plan)
                .map(found -> Json.read(found.getData().getOrDefault(StepObjects.PLAN_FILE, ""), CollectionPlan.class));
    }

    private void delete(Job job) {
        client.resource(job)
                .withPropagationPolicy(DeletionPropagation.BACKGROUND)
                .delete();
    }

    private List<Job> jobs() {
        var jobs = client.batch().v1().jobs();
        String component = Component.COLLECTION.wireName();
        return configuration.namespaces().isEmpty()
                ? jobs.inAnyNamespace().withLabel(Labels.NAME, component).list().getItems()
                : configuration.namespaces().stream()
                        .flatMap(namespace ->
                                jobs
                                        .inNamespace(namespace)
                                        .withLabel(Labels.NAME, component)
                                        .list()
                                        .getItems()
                                        .stream())
                        .toList();
    }

    private List<Pod> pods(Job job) {
        return client.pods()
                .inNamespace(job.getMetadata().getNamespace())
                .withLabel(
                        "batch.kubernetes.io/controller-uid", job.getMetadata().getUid())
                .list()
                .getItems();
    }
}
