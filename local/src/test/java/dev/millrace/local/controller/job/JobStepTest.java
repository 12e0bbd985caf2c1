package dev.millrace.local.controller.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.local.Yaml;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.JobCondition;
import io.fabric8.kubernetes.api.model.batch.v1.JobStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class JobStepTest {
    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

    private static Job job(String spec) {
        Job job = Yaml.read(
                "{apiVersion: batch/v1, kind: Job, metadata: {name: j, namespace: n, uid: j-1}, spec: " + spec + "}",
                Job.class);
        if (job.getSpec().getTemplate() == null) {
            job = new JobBuilder(job)
                    .editSpec()
                    .withNewTemplate()
                    .withNewSpec()
                    .withRestartPolicy("Never")
                    .endSpec()
                    .endTemplate()
                    .endSpec()
                    .build();
        }
        return job;
    }

    private static Job millraceJob() {
        return job("""
                {completions: 1, parallelism: 1, backoffLimit: 1, podReplacementPolicy: Failed, podFailurePolicy: {rules: [
                {action: FailJob, onExitCodes: {containerName: trainer, operator: In, values: [2, 65]}},
                {action: Ignore, onPodConditions: [{type: DisruptionTarget, status: "True"}]}]}}
                """);
    }

    private static Pod pod(String name, String status) {
        return Yaml.read("""
                {metadata: {name: %s, namespace: n, uid: %s, finalizers: [batch.kubernetes.io/job-tracking]},
                spec: {nodeName: local}, status: %s}
                """.formatted(name, name, status), Pod.class);
    }

    private static Pod failed(String name, int code, int secondsAgo) {
        return pod(
                name,
                "{phase: Failed, containerStatuses: [{name: trainer, state: {terminated: {exitCode: %d, finishedAt: %s}}}]}"
                        .formatted(code, NOW.minusSeconds(secondsAgo)));
    }

    private static JobStep.Outcome take(Job job, Pod... pods) {
        return new JobStep(job, Arrays.asList(pods), NOW).take();
    }

    /** The Job as it is when an outcome was written. */
    private static Job after(Job job, JobStep.Outcome outcome) {
        return new JobBuilder(job).withStatus(outcome.status()).build();
    }

    private static List<String> conditions(JobStep.Outcome outcome) {
        return outcome.status().getConditions().stream()
                .map(condition -> condition.getType() + "=" + condition.getStatus() + " " + condition.getReason() + ": "
                        + condition.getMessage())
                .toList();
    }

    @Test
    void aNewJobGetsAPodAndAStartTime() {
        JobStep.Outcome outcome = take(millraceJob());

        assertThat(outcome.wantedPods()).isEqualTo(1);
        assertThat(outcome.status().getStartTime()).isEqualTo("2026-01-01T12:00:00Z");
        assertThat(outcome.status().getActive()).isNull();
    }

    @Test
    void aPodThatSucceedsCompletesTheJobAndIsCountedOnce() {
        Job job = millraceJob();
        Pod done = pod("a", "{phase: Succeeded}");

        JobStep.Outcome first = take(job, done);
        JobStep.Outcome again = take(after(job, first), done);

        assertThat(conditions(first))
                .containsExactly(
                        "SuccessCriteriaMet=True CompletionsReached: Reached expected number of succeeded pods",
                        "Complete=True CompletionsReached: Reached expected number of succeeded pods");
        assertThat(first.status().getSucceeded()).isEqualTo(1);
        assertThat(first.status().getCompletionTime()).isEqualTo("2026-01-01T12:00:00Z");
        assertThat(first.counted()).containsExactly(done);
        assertThat(first.finishedAt()).contains(NOW);
        assertThat(again.status().getSucceeded()).isEqualTo(1);
        assertThat(again.status()).isEqualTo(first.status());
        assertThat(again.counted()).containsExactly(done);
    }

    @Test
    void aFailureIsTriedAgainAfterTenSeconds() {
        Job job = millraceJob();
        Pod failed = failed("a", 75, 4);

        JobStep.Outcome soon = take(job, failed);

        assertThat(soon.wantedPods()).isZero();
        assertThat(soon.again()).contains(Duration.ofSeconds(6));
        assertThat(soon.status().getFailed()).isEqualTo(1);
        assertThat(take(after(job, soon), failed("a", 75, 11)).wantedPods()).isEqualTo(1);
    }

    @Test
    void oneFailureMoreThanTheLimitFailsTheJob() {
        Job job = millraceJob();

        JobStep.Outcome outcome = take(job, failed("a", 75, 60), failed("b", 75, 1));

        assertThat(conditions(outcome))
                .containsExactly(
                        "FailureTarget=True BackoffLimitExceeded: Job has reached the specified backoff limit",
                        "Failed=True BackoffLimitExceeded: Job has reached the specified backoff limit");
        assertThat(outcome.status().getFailed()).isEqualTo(2);
        assertThat(outcome.wantedPods()).isZero();
    }

    @Test
    void anExitCodeOfThePolicyFailsTheJobAtOnce() {
        JobStep.Outcome outcome = take(millraceJob(), failed("a", 65, 1));

        assertThat(conditions(outcome))
                .last()
                .isEqualTo(
                        "Failed=True PodFailurePolicy: Container trainer for pod n/a failed with exit code 65 matching FailJob rule at index 0");
        assertThat(outcome.status().getFailed()).isEqualTo(1);
    }

    @Test
    void aPodThatWasDisturbedDoesNotCountAndIsReplacedAtOnce() {
        Pod disturbed = pod(
                "a",
                "{phase: Failed, conditions: [{type: DisruptionTarget, status: \"True\"}], containerStatuses: [{name: trainer,"
                        + " state: {terminated: {exitCode: 137, finishedAt: \"" + NOW + "\"}}}]}");

        JobStep.Outcome outcome = take(millraceJob(), disturbed);

        assertThat(outcome.status().getFailed()).isNull();
        assertThat(outcome.counted()).containsExactly(disturbed);
        assertThat(outcome.wantedPods()).isEqualTo(1);
    }

    @Test
    void aPodThatIsLeavingIsReplacedOnlyWhenItHasEnded() {
        Pod leaving = pod("a", "{phase: Running}");
        leaving.getMetadata().setDeletionTimestamp("2026-01-01T11:59:59Z");

        JobStep.Outcome outcome = take(millraceJob(), leaving);

        assertThat(outcome.wantedPods()).isZero();
        assertThat(outcome.status().getTerminating()).isEqualTo(1);
        assertThat(take(job("{completions: 1, parallelism: 1, podReplacementPolicy: TerminatingOrFailed}"), leaving)
                        .status()
                        .getFailed())
                .isEqualTo(1);
    }

    @Test
    void theDeadlineEndsTheJobWhenItsPodsHaveEnded() {
        Job job = job("{completions: 1, parallelism: 1, activeDeadlineSeconds: 30}");
        job.setStatus(Yaml.read("{startTime: \"2026-01-01T11:59:30Z\"}", JobStatus.class));
        Pod running = pod("a", "{phase: Running}");

        JobStep.Outcome late = take(job, running);
        JobStep.Outcome ended = take(after(job, late), failed("a", 143, 0));

        assertThat(conditions(late))
                .containsExactly("FailureTarget=True DeadlineExceeded: Job was active longer than specified deadline");
        assertThat(late.removed()).containsExactly(running);
        assertThat(conditions(ended))
                .last()
                .isEqualTo("Failed=True DeadlineExceeded: Job was active longer than specified deadline");
    }

    @Test
    void aSuspendedJobGivesItsPodsUpAndGoesOnLater() {
        Job job = job("{completions: 1, parallelism: 1, suspend: true}");
        Pod running = pod("a", "{phase: Running}");

        JobStep.Outcome suspended = take(job, running);
        Job resumed = after(job, suspended);
        resumed.getSpec().setSuspend(false);
        JobStep.Outcome goesOn = take(resumed);

        assertThat(suspended.removed()).containsExactly(running);
        assertThat(suspended.status().getStartTime()).isNull();
        assertThat(suspended.status().getConditions())
                .extracting(JobCondition::getReason)
                .containsExactly("JobSuspended");
        assertThat(goesOn.wantedPods()).isEqualTo(1);
        assertThat(goesOn.status().getConditions())
                .extracting(JobCondition::getReason)
                .containsExactly("JobResumed");
    }

    @Test
    void severalCompletionsRunSideBySide() {
        Job job = job("{completions: 5, parallelism: 2}");

        assertThat(take(job).wantedPods()).isEqualTo(2);
        assertThat(take(job, pod("a", "{phase: Succeeded}"), pod("b", "{phase: Running}"))
                        .wantedPods())
                .isEqualTo(1);
        assertThat(take(
                                job,
                                pod("a", "{phase: Succeeded}"),
                                pod("b", "{phase: Succeeded}"),
                                pod("c", "{phase: Succeeded}"),
                                pod("d", "{phase: Succeeded}"))
                        .wantedPods())
                .isEqualTo(1);
    }
}
