package dev.millrace.operator.step;

import dev.millrace.operator.child.Component;
import dev.millrace.operator.child.Labels;
import dev.millrace.operator.child.Ownership;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobStatus;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.SecondaryToPrimaryMapper;
import io.javaoperatorsdk.operator.processing.event.source.filter.OnAddFilter;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Watches and finds the steps of one kind of resource. */
public final class Steps {
    private static final String JOB_UID = "batch.kubernetes.io/controller-uid";

    /** What is made of a Job within this time needs no explanation yet. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Component component;
    private final Clock clock;

    public Steps(Component component, Clock clock) {
        this.component = component;
        this.clock = clock;
    }

    /** Watches the component's Jobs and pods. */
    public <P extends HasMetadata> List<EventSource<?, P>> eventSources(EventSourceContext<P> context) {
        return List.of(source(context, Job.class, Steps::begun), source(context, Pod.class, pod -> true));
    }

    /** A Job that nobody has begun with is news to nobody: it was told of by whoever made it. */
    private static boolean begun(Job job) {
        return job.getStatus() != null && !new JobStatus().equals(job.getStatus());
    }

    private <P extends HasMetadata, S extends HasMetadata> EventSource<?, P> source(
            EventSourceContext<P> context, Class<S> type, OnAddFilter<S> added) {
        SecondaryToPrimaryMapper<S> byInstance = child -> {
            String instance = child.getMetadata().getLabels().get(Labels.INSTANCE);
            return instance == null
                    ? Set.of()
                    : Set.of(new ResourceID(instance, child.getMetadata().getNamespace()));
        };
        var configuration = InformerEventSourceConfiguration.from(type, context.getPrimaryResourceClass())
                .withName(HasMetadata.getPlural(type))
                .withNamespacesInheritedFromController()
                .withLabelSelector(component.selector())
                .withSecondaryToPrimaryMapper(byInstance)
                .withOnAddFilter(added)
                .build();
        return new InformerEventSource<>(configuration, context);
    }

    /**
     * The step of a resource, whatever its plan: what runs is followed, not planned again. That there is none is asked of the API server
     * itself, because a cache that lags would lead to a second Job.
     *
     * <p>Of a resource without a status it is not asked: no reconcile of it has ended, and one that was interrupted made at most the Job
     * that its repetition makes, of the same name.
     */
    public <P extends CustomResource<?, ?>> Optional<ObservedStep> find(P owner, Context<P> context) {
        return job(owner, context.getSecondaryResourcesAsStream(Job.class))
                .or(() -> owner.getStatus() == null
                        ? Optional.empty()
                        : job(owner, jobs(owner, context.getClient()).stream()))
                .map(job -> observe(job, context));
    }

    private List<Job> jobs(HasMetadata owner, KubernetesClient client) {
        return client.batch()
                .v1()
                .jobs()
                .inNamespace(owner.getMetadata().getNamespace())
                .withLabel(Labels.INSTANCE, owner.getMetadata().getName())
                .withLabel(Labels.NAME, component.wireName())
                .list()
                .getItems();
    }

    private static Optional<Job> job(HasMetadata owner, Stream<Job> jobs) {
        return jobs.filter(job -> Ownership.owns(owner, job))
                .min(Comparator.comparing((Job job) -> job.getMetadata().getDeletionTimestamp() != null)
                        .thenComparing(job -> job.getMetadata().getCreationTimestamp()));
    }

    private ObservedStep observe(Job job, Context<?> context) {
        ObservedStep cached = new ObservedStep(
                job,
                context.getSecondaryResourcesAsStream(Pod.class)
                        .filter(pod -> Ownership.owns(job, pod))
                        .toList());
        if (cached.finished()) {
            return cached.summary().isPresent() ? cached : new ObservedStep(job, pods(job, context.getClient()));
        }
        boolean runs = cached.alive().filter(ObservedStep::runs).isPresent();
        return runs || fresh(job) ? cached : waiting(cached, context.getClient());
    }

    private boolean fresh(Job job) {
        return clock.instant()
                .isBefore(
                        Instant.parse(job.getMetadata().getCreationTimestamp()).plus(PATIENCE));
    }

    /** The API server's own list, for a finished Job whose pod's end the cache does not have yet. */
    private static List<Pod> pods(Job job, KubernetesClient client) {
        return client.pods()
                .inNamespace(job.getMetadata().getNamespace())
                .withLabel(JOB_UID, job.getMetadata().getUid())
                .list()
                .getItems();
    }

    /** With what a Job without a running process may lack. Neither plans nor other people's events are watched. */
    private static ObservedStep waiting(ObservedStep cached, KubernetesClient client) {
        Job job = cached.job();
        String namespace = job.getMetadata().getNamespace();
        boolean planThere = client.configMaps()
                        .inNamespace(namespace)
                        .withName(job.getMetadata().getName())
                        .get()
                != null;
        Optional<String> complaint = cached.pods().isEmpty()
                ? Complaints.ofCreation(job, client)
                : cached.alive().flatMap(pod -> Complaints.ofMounting(pod, client));
        return new ObservedStep(job, cached.pods(), planThere, complaint);
    }
}
