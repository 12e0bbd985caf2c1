package dev.millrace.local.controller.job;

import dev.millrace.local.controller.Workbench;
import dev.millrace.local.controller.job.FailurePolicy.Decision;
import dev.millrace.local.controller.job.JobConditions.Why;
import dev.millrace.local.event.Occurrence;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobSpec;
import io.fabric8.kubernetes.api.model.batch.v1.JobStatus;
import io.fabric8.kubernetes.api.model.batch.v1.JobStatusBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.UncountedTerminatedPods;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is to be done for a Job, given its pods and the time. It decides, and does nothing.
 *
 * <p>A pod that ends is counted in the same write that notes its uid in {@code uncountedTerminatedPods}; the note goes when the pod's
 * finalizer is gone. So a write that is repeated does not count twice.
 */
final class JobStep {
    private static final Duration FIRST_BACKOFF = Duration.ofSeconds(10);
    private static final Duration LONGEST_BACKOFF = Duration.ofMinutes(10);
    private static final int DEFAULT_BACKOFF_LIMIT = 6;

    private final Job job;
    private final JobSpec spec;
    private final List<Pod> all;
    private final JobPods pods;
    private final Instant now;
    private final JobConditions conditions;
    private final List<Occurrence> events = new ArrayList<>();
    private final JobStatusBuilder status;
    private int succeeded;
    private int failed;

    /**
     * What to do.
     *
     * @param status to write
     * @param events to tell once it is written
     * @param counted pods whose finalizer may go once it is written
     * @param removed pods to remove
     * @param wantedPods how many to make
     * @param again when to look again; empty: when something changes
     * @param finishedAt when the Job came to its end; empty: it has not
     */
    record Outcome(
            JobStatus status,
            List<Occurrence> events,
            List<Pod> counted,
            List<Pod> removed,
            int wantedPods,
            Optional<Duration> again,
            Optional<Instant> finishedAt) {}

    JobStep(Job job, List<Pod> all, Instant now) {
        this.job = job;
        this.spec = job.getSpec();
        this.all = all;
        this.now = now;
        JobStatus before = job.getStatus() == null ? new JobStatus() : job.getStatus();
        this.status = new JobStatusBuilder(before);
        this.conditions = new JobConditions(job, Workbench.shown(now));
        this.pods = JobPods.of(job, all, noted(before));
        this.succeeded = orZero(before.getSucceeded());
        this.failed = orZero(before.getFailed());
    }

    private static Set<String> noted(JobStatus before) {
        UncountedTerminatedPods notes = before.getUncountedTerminatedPods();
        Set<String> uids = new HashSet<>();
        if (notes != null) {
            uids.addAll(notes.getSucceeded());
            uids.addAll(notes.getFailed());
        }
        return uids;
    }

    Outcome take() {
        if (status.getStartTime() == null && !suspended()) {
            status.withStartTime(Workbench.shown(now));
        }
        List<Pod> disturbed = count();
        judge();
        Optional<Duration> again = deadline();
        List<Pod> removed = List.of();
        int wanted = 0;
        boolean ending =
                conditions.holds(JobConditions.FAILURE_TARGET) || conditions.holds(JobConditions.SUCCESS_CRITERIA);
        if (ending || conditions.finished()) {
            removed = pods.active();
            finish();
        } else if (suspended()) {
            removed = pods.active();
            suspend();
        } else {
            resume();
            wanted = missing();
            Optional<Duration> wait = wanted > 0 ? backoff(disturbed) : Optional.empty();
            if (wait.isPresent()) {
                wanted = 0;
                again = Stream.concat(again.stream(), wait.stream()).min(Duration::compareTo);
            }
        }
        return new Outcome(
                status(),
                events,
                Stream.of(pods.succeeded(), pods.failed(), pods.counted())
                        .flatMap(List::stream)
                        .toList(),
                removed,
                wanted,
                again,
                conditions.finishedAt().map(Instant::parse));
    }

    private boolean suspended() {
        return Boolean.TRUE.equals(spec.getSuspend());
    }

    /** Counts the pods that have ended; tells those whose failure is nobody's try. */
    private List<Pod> count() {
        succeeded += pods.succeeded().size();
        List<Pod> disturbed = new ArrayList<>();
        for (Pod pod : pods.failed()) {
            Decision decision = FailurePolicy.decide(job, pod);
            if (decision instanceof FailurePolicy.Ignore) {
                disturbed.add(pod);
                continue;
            }
            failed++;
            if (decision instanceof FailurePolicy.Fail fail) {
                fail("PodFailurePolicy", fail.message());
            }
        }
        return disturbed;
    }

    private void judge() {
        if (conditions.finished() || conditions.holds(JobConditions.FAILURE_TARGET)) {
            return;
        }
        int limit = spec.getBackoffLimit() == null ? DEFAULT_BACKOFF_LIMIT : spec.getBackoffLimit();
        boolean inPlace = "OnFailure".equals(spec.getTemplate().getSpec().getRestartPolicy());
        if (failed > limit || (inPlace && pods.restarts() > Math.max(0, limit - 1))) {
            fail("BackoffLimitExceeded", "Job has reached the specified backoff limit");
        } else if (enough()) {
            conditions.set(
                    JobConditions.SUCCESS_CRITERIA,
                    true,
                    new Why("CompletionsReached", "Reached expected number of succeeded pods"));
        }
    }

    private boolean enough() {
        Integer completions = spec.getCompletions();
        if (completions == null) {
            return succeeded > 0 && pods.active().isEmpty();
        }
        return succeeded >= completions;
    }

    private Optional<Duration> deadline() {
        Long seconds = spec.getActiveDeadlineSeconds();
        if (seconds == null || suspended() || conditions.finished() || status.getStartTime() == null) {
            return Optional.empty();
        }
        Duration left =
                Duration.between(now, Instant.parse(status.getStartTime()).plusSeconds(seconds));
        if (left.compareTo(Duration.ZERO) > 0) {
            return Optional.of(left);
        }
        if (!conditions.holds(JobConditions.FAILURE_TARGET) && !conditions.holds(JobConditions.SUCCESS_CRITERIA)) {
            fail("DeadlineExceeded", "Job was active longer than specified deadline");
        }
        return Optional.empty();
    }

    private void fail(String reason, String message) {
        if (!conditions.holds(JobConditions.FAILURE_TARGET)) {
            conditions.set(JobConditions.FAILURE_TARGET, true, new Why(reason, message));
        }
    }

    /** The end is said when no process is left. */
    private void finish() {
        if (conditions.finished()
                || !pods.active().isEmpty()
                || !pods.terminating().isEmpty()) {
            return;
        }
        conditions
                .holding(JobConditions.FAILURE_TARGET)
                .ifPresentOrElse(
                        target -> {
                            conditions.set(
                                    JobConditions.FAILED, true, new Why(target.getReason(), target.getMessage()));
                            events.add(Occurrence.warning(target.getReason(), target.getMessage()));
                        },
                        () -> conditions.holding(JobConditions.SUCCESS_CRITERIA).ifPresent(met -> {
                            conditions.set(JobConditions.COMPLETE, true, new Why(met.getReason(), met.getMessage()));
                            status.withCompletionTime(Workbench.shown(now));
                            events.add(Occurrence.normal("Completed", "Job completed"));
                        }));
    }

    private void suspend() {
        if (!conditions.holds(JobConditions.SUSPENDED)) {
            conditions.set(JobConditions.SUSPENDED, true, new Why("JobSuspended", "Job suspended"));
            events.add(Occurrence.normal("Suspended", "Job suspended"));
        }
        status.withStartTime(null);
    }

    private void resume() {
        if (conditions.holds(JobConditions.SUSPENDED)) {
            conditions.set(JobConditions.SUSPENDED, false, new Why("JobResumed", "Job resumed"));
            status.withStartTime(Workbench.shown(now));
            events.add(Occurrence.normal("Resumed", "Job resumed"));
        }
    }

    /** How many pods there should be more. */
    private int missing() {
        int parallelism = spec.getParallelism() == null ? 1 : spec.getParallelism();
        Integer completions = spec.getCompletions();
        int wanted = completions == null
                ? (succeeded > 0 ? 0 : parallelism)
                : Math.min(parallelism, completions - succeeded);
        int there = pods.active().size();
        if ("Failed".equals(spec.getPodReplacementPolicy()) || spec.getPodFailurePolicy() != null) {
            there += pods.terminating().size();
        }
        return Math.max(0, wanted - there);
    }

    /** How long to wait after the last failure: 10 s, doubled with each one. */
    private Optional<Duration> backoff(List<Pod> disturbed) {
        List<Pod> blamed = all.stream()
                .filter(pod -> pod.getStatus() != null
                        && "Failed".equals(pod.getStatus().getPhase()))
                .filter(pod ->
                        !disturbed.contains(pod) && !(FailurePolicy.decide(job, pod) instanceof FailurePolicy.Ignore))
                .toList();
        Optional<Instant> last = JobPods.lastEnd(blamed);
        if (failed == 0 || last.isEmpty()) {
            return Optional.empty();
        }
        Duration wait = FIRST_BACKOFF.multipliedBy(1L << Math.min(failed - 1, 10));
        Duration left =
                Duration.between(now, last.get().plus(wait.compareTo(LONGEST_BACKOFF) > 0 ? LONGEST_BACKOFF : wait));
        return left.compareTo(Duration.ZERO) > 0 ? Optional.of(left) : Optional.empty();
    }

    private JobStatus status() {
        UncountedTerminatedPods notes = new UncountedTerminatedPods();
        Set<String> tracked = new HashSet<>();
        pods.counted().forEach(pod -> tracked.add(pod.getMetadata().getUid()));
        UncountedTerminatedPods before = status.buildUncountedTerminatedPods();
        notes.setSucceeded(uids(before == null ? List.of() : before.getSucceeded(), tracked, pods.succeeded()));
        notes.setFailed(uids(before == null ? List.of() : before.getFailed(), tracked, pods.failed()));
        return status.withActive(orNull(pods.active().size()))
                .withReady(pods.ready())
                .withTerminating(pods.terminating().size())
                .withSucceeded(orNull(succeeded))
                .withFailed(orNull(failed))
                .withUncountedTerminatedPods(notes)
                .withConditions(conditions.all())
                .build();
    }

    private static List<String> uids(List<String> before, Set<String> tracked, List<Pod> fresh) {
        return Stream.concat(
                        before.stream().filter(tracked::contains),
                        fresh.stream().map(pod -> pod.getMetadata().getUid()))
                .distinct()
                .toList();
    }

    private static int orZero(@Nullable Integer count) {
        return count == null ? 0 : count;
    }

    private static @Nullable Integer orNull(int count) {
        return count == 0 ? null : count;
    }
}
