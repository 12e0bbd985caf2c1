package dev.millrace.operator.step;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.api.v1alpha1.Reason;
import dev.millrace.contract.Digest;
import dev.millrace.contract.Json;
import dev.millrace.contract.report.StepSummary;
import dev.millrace.contract.report.StepSummary.FailureReason;
import dev.millrace.contract.report.StepSummary.Outcome;
import dev.millrace.operator.condition.Verdict;
import dev.millrace.operator.step.StepState.Broken;
import dev.millrace.operator.step.StepState.Lost;
import dev.millrace.operator.step.StepState.Reported;
import dev.millrace.operator.step.StepState.Underway;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobSpecBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StepStatesTest {
    private static final Verdict WORKING = Verdict.progressing(Reason.TRAINING, "trains");
    private static final Job ACTIVE = job("{active: 1}");
    private static final Job COMPLETE = job("{succeeded: 1, conditions: [{type: Complete, status: \"True\"}]}");
    private static final Job FAILED_BY_CODE = job(
            "{failed: 1, conditions: [{type: Failed, status: \"True\", reason: PodFailurePolicy, message: code 65}]}");

    @Test
    void aCompleteJobWithItsSummaryIsReported() {
        StepSummary summary = summary(null);

        assertThat(StepStates.of(new ObservedStep(COMPLETE, List.of(ended(0, Json.text(summary)))), WORKING))
                .isEqualTo(new Reported(summary));
    }

    @Test
    void aCompleteJobWithoutItsPodIsLost() {
        assertThat(StepStates.of(new ObservedStep(COMPLETE, List.of()), WORKING))
                .isEqualTo(new Lost());
    }

    @Test
    void aCompleteJobWhosePodSaidNothingIsLost() {
        assertThat(StepStates.of(new ObservedStep(COMPLETE, List.of(ended(0, "{\"plan\": "))), WORKING))
                .isEqualTo(new Lost());
    }

    @Test
    void aJobThatFailedByItsExitCodeAndHasNoPodIsLost() {
        assertThat(StepStates.of(new ObservedStep(FAILED_BY_CODE, List.of()), WORKING))
                .isEqualTo(new Lost());
    }

    @Test
    void aJobWithoutPlanIsLostUnlessItsProcessRuns() {
        Pod starting = pod("{phase: Pending}");
        Pod running = pod("{phase: Running, containerStatuses: [{name: trainer, state: {running: {}}}]}");

        assertThat(StepStates.of(new ObservedStep(ACTIVE, List.of(starting), false, Optional.empty()), WORKING))
                .isEqualTo(new Lost());
        assertThat(StepStates.of(new ObservedStep(ACTIVE, List.of(running), false, Optional.empty()), WORKING))
                .isEqualTo(new Underway(WORKING, true, Optional.of(running)));
    }

    @Test
    void aJobThatGoesIsWaitedFor() {
        Job going = Serialization.clone(ACTIVE);
        going.getMetadata().setDeletionTimestamp("2026-01-01T00:00:00Z");

        assertThat(StepStates.of(new ObservedStep(going, List.of()), WORKING))
                .isEqualTo(new Underway(
                        Verdict.progressing(Reason.STARTING, "waits for the pod before to end"),
                        false,
                        Optional.empty()));
    }

    @Test
    void aPodWithoutItsSecretIsToldOfWithTheField() {
        Job job = Serialization.clone(ACTIVE);
        job.getMetadata().setAnnotations(Map.of(StepObjects.SECRET_FIELD, "spec.source.s3.secretRef.name"));
        job.setSpec(new JobSpecBuilder()
                .withNewTemplate()
                .withNewSpec()
                .addToVolumes(new SecretKeys("field", "raw", List.of("id"), List.of("token")).volume())
                .endSpec()
                .endTemplate()
                .build());

        assertThat(mounting(job, "MountVolume.SetUp failed for volume \"credentials\" : secret \"raw\" not found"))
                .isEqualTo(Verdict.blocked(
                        Reason.SECRET_NOT_FOUND,
                        "Secret 'raw' (spec.source.s3.secretRef.name) does not exist in this namespace;"
                                + " the pod starts when it is there"));
        assertThat(mounting(
                        job,
                        "MountVolume.SetUp failed for volume \"credentials\" : references non-existent secret key: id"))
                .isEqualTo(
                        Verdict.blocked(
                                Reason.SECRET_NOT_FOUND,
                                "Secret 'raw' (spec.source.s3.secretRef.name) has no key 'id'; the pod starts when it is there"));
        assertThat(mounting(job, "MountVolume.MountDevice failed for volume \"pvc-1\" : no such disk"))
                .isEqualTo(Verdict.blocked(
                        Reason.MOUNT_FAILED, "a volume of the pod cannot be mounted: pvc-1: no such disk"));
    }

    private static Verdict mounting(Job job, String words) {
        Pod pod = pod(
                "{phase: Pending, containerStatuses: [{name: trainer, state: {waiting: {reason: ContainerCreating}}}]}");
        StepState state = StepStates.of(new ObservedStep(job, List.of(pod), true, Optional.of(words)), WORKING);
        return ((Underway) state).verdict();
    }

    @Test
    void aRefusedPodIsToldOf() {
        assertThat(StepStates.of(
                        new ObservedStep(ACTIVE, List.of(), true, Optional.of("exceeded quota: gpus")), WORKING))
                .isEqualTo(new Underway(
                        Verdict.blocked(Reason.REFUSED, "the pod cannot be created: exceeded quota: gpus"),
                        false,
                        Optional.empty()));
    }

    @Test
    void aFinalEndIsNotCalledATry() {
        Pod ended = ended(65, Json.text(summary(FailureReason.BAD_INPUT)));

        assertThat(StepStates.of(new ObservedStep(ACTIVE, List.of(ended)), WORKING))
                .isEqualTo(new Underway(WORKING, true, Optional.empty()));
    }

    @Test
    void anEndThatMayPassIsTriedAgain() {
        Pod ended = ended(75, Json.text(summary(FailureReason.TRANSIENT)));

        assertThat(StepStates.of(new ObservedStep(ACTIVE, List.of(ended)), WORKING))
                .isEqualTo(new Underway(
                        Verdict.blocked(Reason.RETRYING, "as told; it is tried again"), false, Optional.empty()));
    }

    @Test
    void aJobThatIsOutOfTriesAndLeftNoPodIsBrokenInTheJobsWords() {
        Job exhausted = job(
                "{failed: 4, conditions: [{type: Failed, status: \"True\", reason: BackoffLimitExceeded, message: limit reached}]}");

        assertThat(StepStates.of(new ObservedStep(exhausted, List.of()), WORKING))
                .isEqualTo(new Broken(Reason.RETRIES_EXHAUSTED, "limit reached"));
    }

    private static StepSummary summary(FailureReason reason) {
        Outcome outcome = reason == null ? Outcome.SUCCEEDED : Outcome.FAILED;
        return new StepSummary(Digest.of("plan"), outcome, reason, "as told", false, null, null);
    }

    private static Pod ended(int exitCode, String message) {
        Pod pod = pod("{phase: %s, containerStatuses: [{name: trainer, state: {terminated: {exitCode: %d}}}]}"
                .formatted(exitCode == 0 ? "Succeeded" : "Failed", exitCode));
        pod.getStatus().getContainerStatuses().get(0).getState().getTerminated().setMessage(message);
        return pod;
    }

    private static Pod pod(String status) {
        return Serialization.unmarshal(
                "metadata: {name: p, creationTimestamp: \"2026-01-01T00:00:00Z\"}\nspec: {containers: [{name: trainer}]}\nstatus: "
                        + status,
                Pod.class);
    }

    private static Job job(String status) {
        return Serialization.unmarshal("metadata: {name: j}\nstatus: " + status, Job.class);
    }
}
