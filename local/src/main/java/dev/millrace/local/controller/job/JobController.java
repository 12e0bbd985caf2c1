package dev.millrace.local.controller.job;

import dev.millrace.local.controller.Informers;
import dev.millrace.local.controller.KeyedQueue;
import dev.millrace.local.controller.PodWriter;
import dev.millrace.local.controller.Pods;
import dev.millrace.local.controller.Workbench;
import dev.millrace.local.event.Occurrence;
import dev.millrace.local.event.Source;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.JobStatus;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Runs Jobs: pods until as many as wanted have succeeded, or the Job's limits say that it has failed. Indexed Jobs are not run.
 *
 * <p>Each pod bears a finalizer until it is counted, so that none is lost or counted twice, whoever removes pods or ends this process when.
 */
public final class JobController {
    private static final Source SOURCE = Source.of("job-controller");
    /**
     * About that of Kubernetes' own, which makes 20 requests a second after the first 30, and two or more for each Job: what many Jobs begin
     * leaves the API server time for others.
     */
    private static final Pace.Rate RATE = new Pace.Rate(15, Duration.ofMillis(100));

    private static final int NOT_FOUND = 404;
    /** What a JSON patch is answered whose test fails. */
    private static final int UNPROCESSABLE = 422;

    private final Workbench bench;
    private final PodWriter pods;
    /** Of Jobs that get pods. */
    private final Pace pace;

    private final KeyedQueue queue;
    /** Pods that may have lost their Job. */
    private final KeyedQueue orphans;

    public JobController(Workbench bench) {
        this.bench = bench;
        this.pods = new PodWriter(bench, SOURCE);
        this.queue = new KeyedQueue("jobs", bench.threads(), this::reconcile);
        this.pace = new Pace(RATE, bench.clock(), bench.threads()::later, queue::add);
        this.orphans = new KeyedQueue("pods of Jobs", bench.threads(), this::releaseOrphan);
        bench.informers().jobs().addEventHandler(Informers.onChange(this::jobChanged));
        bench.informers().pods().addEventHandler(Informers.onChange(this::podChanged));
    }

    /** Begins to work: the caches are filled. */
    public void start() {
        queue.open();
        orphans.open();
    }

    private void jobChanged(Job job) {
        queue.add(KeyedQueue.key(job));
        bench.informers().podsOf(job).stream()
                .filter(JobController::tracked)
                .forEach(pod -> orphans.add(KeyedQueue.key(pod)));
    }

    private void podChanged(Pod pod) {
        jobOf(pod).ifPresent(owner -> {
            queue.add(KeyedQueue.key(pod.getMetadata().getNamespace(), owner.getName()));
            if (tracked(pod) && Pods.isLeaving(pod)) {
                orphans.add(KeyedQueue.key(pod));
            }
        });
    }

    private static Optional<OwnerReference> jobOf(Pod pod) {
        return pod.getMetadata().getOwnerReferences().stream()
                .filter(owner -> "Job".equals(owner.getKind()) && Boolean.TRUE.equals(owner.getController()))
                .findFirst();
    }

    private Optional<Duration> reconcile(String key) {
        Job job = bench.informers().jobs().getStore().getByKey(key);
        if (job == null) {
            pace.leave(key);
            return Optional.empty();
        }
        if (job.getMetadata().getDeletionTimestamp() != null) {
            pace.leave(key);
            bench.informers().podsOf(job).forEach(this::release);
            pods.forget(job);
            return Optional.empty();
        }
        List<Pod> all = bench.informers().podsOf(job);
        if (!pods.upToDate(job, all)) {
            return Optional.of(Duration.ofSeconds(5));
        }
        if ("Indexed".equals(job.getSpec().getCompletionMode())) {
            bench.events()
                    .record(
                            job,
                            SOURCE,
                            Occurrence.warning("Unsupported", "this controller runs Jobs that are NonIndexed only"));
            return Optional.empty();
        }
        JobStep step = new JobStep(job, all, bench.clock().instant());
        JobStep.Outcome outcome = step.take();
        if (outcome.wantedPods() == 0) {
            pace.leave(key);
        } else if (!pace.take(key)) {
            return Optional.empty();
        }
        JobStatus present = job.getStatus() == null ? new JobStatus() : job.getStatus();
        if (!outcome.status().equals(present)) {
            write(job, outcome.status());
            outcome.events().forEach(event -> bench.events().record(job, SOURCE, event));
        }
        outcome.counted().forEach(this::release);
        outcome.removed().forEach(pod -> pods.delete(job, pod));
        for (int made = 0; made < outcome.wantedPods(); made++) {
            pods.create(
                    job, job.getSpec().getTemplate(), new PodWriter.Additions(labels(job), List.of(JobPods.TRACKING)));
        }
        return outcome.finishedAt().isPresent() && all.stream().noneMatch(JobController::tracked)
                ? expire(job, outcome.finishedAt().get())
                : outcome.again();
    }

    private static Map<String, String> labels(Job job) {
        String uid = job.getMetadata().getUid();
        String name = job.getMetadata().getName();
        return Map.of(
                "batch.kubernetes.io/controller-uid",
                uid,
                "controller-uid",
                uid,
                "batch.kubernetes.io/job-name",
                name,
                "job-name",
                name);
    }

    private void write(Job job, JobStatus status) {
        bench.client()
                .batch()
                .v1()
                .jobs()
                .inNamespace(job.getMetadata().getNamespace())
                .resource(new JobBuilder(job).withStatus(status).build())
                .updateStatus();
    }

    /** A pod whose Job is gone is counted by nobody. */
    private Optional<Duration> releaseOrphan(String key) {
        Pod pod = bench.informers().pods().getStore().getByKey(key);
        if (pod == null) {
            return Optional.empty();
        }
        jobOf(pod).ifPresent(owner -> {
            String jobKey = KeyedQueue.key(pod.getMetadata().getNamespace(), owner.getName());
            Job job = bench.informers().jobs().getStore().getByKey(jobKey);
            if (job == null || !job.getMetadata().getUid().equals(owner.getUid())) {
                release(pod);
            }
        });
        return Optional.empty();
    }

    private static boolean tracked(Pod pod) {
        return pod.getMetadata().getFinalizers().contains(JobPods.TRACKING);
    }

    private void release(Pod pod) {
        if (!tracked(pod)) {
            return;
        }
        int index = pod.getMetadata().getFinalizers().indexOf(JobPods.TRACKING);
        String path = "/metadata/finalizers/" + index;
        String patch = "[{\"op\":\"test\",\"path\":\"%s\",\"value\":\"%s\"},{\"op\":\"remove\",\"path\":\"%s\"}]"
                .formatted(path, JobPods.TRACKING, path);
        try {
            bench.client()
                    .pods()
                    .inNamespace(pod.getMetadata().getNamespace())
                    .withName(pod.getMetadata().getName())
                    .patch(PatchContext.of(PatchType.JSON), patch);
        } catch (KubernetesClientException e) {
            if (e.getCode() != NOT_FOUND && e.getCode() != UNPROCESSABLE) {
                throw e;
            }
        }
    }

    /** A finished Job goes when its time to live is over. */
    private Optional<Duration> expire(Job job, Instant finished) {
        Integer seconds = job.getSpec().getTtlSecondsAfterFinished();
        if (seconds == null) {
            return Optional.empty();
        }
        Duration left = Duration.between(bench.clock().instant(), finished.plusSeconds(seconds));
        if (left.compareTo(Duration.ZERO) > 0) {
            return Optional.of(left);
        }
        bench.client()
                .batch()
                .v1()
                .jobs()
                .inNamespace(job.getMetadata().getNamespace())
                .withName(job.getMetadata().getName())
                .withPropagationPolicy(DeletionPropagation.BACKGROUND)
                .delete();
        return Optional.empty();
    }
}
