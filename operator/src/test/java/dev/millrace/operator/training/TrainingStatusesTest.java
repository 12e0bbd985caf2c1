package dev.millrace.operator.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.api.v1alpha1.Reason;
import dev.millrace.api.v1alpha1.training.TrainingRun;
import dev.millrace.api.v1alpha1.training.TrainingRunStatus;
import dev.millrace.operator.condition.Verdict;
import dev.millrace.operator.golden.Fixed;
import dev.millrace.operator.step.ObservedStep;
import dev.millrace.operator.step.StepStates;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TrainingStatusesTest {
    private static final Verdict WORKING = Verdict.progressing(Reason.TRAINING, "trains the network");
    private static final Verdict QUEUED = Verdict.blocked(Reason.UNSCHEDULABLE, "no node has 4 free nvidia.com/gpu");

    private final TrainingRun run = Serialization.unmarshal("""
            apiVersion: millrace.dev/v1alpha1
            kind: TrainingRun
            metadata: {name: run-a, namespace: team, generation: 1}
            spec: {dataset: {name: houses}, model: {task: regression}}
            """, TrainingRun.class);

    @Test
    void whatIsSaidOfAJobThatWasJustMadeIsSaidOfItsFirstLookToo() {
        ObservedStep step = new ObservedStep(Serialization.unmarshal("""
                metadata: {name: run-a-1234, annotations: {millrace.dev/plan-key: "sha256:ab"}}
                spec: {template: {spec: {containers: [{name: trainer, image: trainer:1}]}}}
                """, Job.class), List.of());

        TrainingRunStatus made = TrainingStatuses.starting(run, step, Fixed.CLOCK);
        run.setStatus(made);

        assertThat(made.lineage().dataset()).isEqualTo("houses");
        assertThat(StepStates.of(step, WORKING)
                        .<TrainingRunStatus>match(
                                underway -> TrainingStatuses.underway(
                                        run, new Observation(step, Optional.empty()), underway, Fixed.CLOCK),
                                reported -> null,
                                broken -> null,
                                lost -> null))
                .isEqualTo(made);
    }

    @Test
    void whatWaitsIsLookedAtLaterAndLater() {
        TrainingRunStatus queued = TrainingStatuses.pending(run, QUEUED, Fixed.CLOCK);

        assertThat(nextLook(queued, Duration.ZERO)).contains(Duration.ofSeconds(10));
        assertThat(nextLook(queued, Duration.ofSeconds(10))).contains(Duration.ofSeconds(10));
        assertThat(nextLook(queued, Duration.ofSeconds(25))).contains(Duration.ofSeconds(25));
        assertThat(nextLook(queued, Duration.ofHours(2))).contains(Duration.ofMinutes(5));
    }

    @Test
    void whatHasEndedIsNotLookedAtAgain() {
        TrainingRunStatus failed = TrainingStatuses.failed(run, QUEUED, Fixed.CLOCK);

        assertThat(nextLook(failed, Duration.ofHours(2))).isEmpty();
    }

    private static Optional<Duration> nextLook(TrainingRunStatus status, Duration later) {
        return TrainingStatuses.nextLook(status, Clock.offset(Fixed.CLOCK, later));
    }
}
