package dev.millrace.operator.training;

import dev.millrace.api.v1alpha1.Condition;
import dev.millrace.api.v1alpha1.Reason;
import dev.millrace.api.v1alpha1.training.TrainingRun;
import dev.millrace.api.v1alpha1.training.TrainingRunStatus;
import dev.millrace.api.v1alpha1.training.TrainingRunStatus.Phase;
import dev.millrace.api.v1alpha1.training.TrainingRunStatus.Progress;
import dev.millrace.contract.report.StepSummary;
import dev.millrace.contract.report.TrainSummary;
import dev.millrace.operator.condition.Conditions;
import dev.millrace.operator.condition.Verdict;
import dev.millrace.operator.step.FailureReasons;
import dev.millrace.operator.step.ObservedStep;
import dev.millrace.operator.step.StepState.Underway;
import dev.millrace.operator.step.StepStates;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A run's status. */
final class TrainingStatuses {
    /** How often progress is looked at, at most. */
    static final Duration PROGRESS_INTERVAL = Duration.ofSeconds(5);

    /** How often something unwatched, such as a refusal of the pod or another's object of our name, is looked at. */
    private static final Duration FIRST_LOOK = Duration.ofSeconds(10);

    private static final Duration LAST_LOOK = Duration.ofMinutes(5);

    private TrainingStatuses() {}

    /** When to look at a run again though nothing woke us; empty: not before. */
    static Optional<Duration> nextLook(TrainingRunStatus status, Clock clock) {
        if (status.phase() == null) {
            return Optional.empty();
        }
        return switch (status.phase()) {
            case RUNNING -> Optional.of(PROGRESS_INTERVAL);
            case PENDING -> Optional.of(patience(status, clock));
            case SUSPENDED, SUCCEEDED, REJECTED, FAILED -> Optional.empty();
        };
    }

    /** As long again as it has waited: a thousand runs in a queue must not keep the API server busy. */
    private static Duration patience(TrainingRunStatus status, Clock clock) {
        Duration waited = Conditions.find(status.conditions(), Condition.Type.READY)
                .map(ready -> Duration.between(Instant.parse(ready.lastTransitionTime()), clock.instant()))
                .orElse(Duration.ZERO);
        return Collections.max(List.of(FIRST_LOOK, Collections.min(List.of(waited, LAST_LOOK))));
    }

    /** Whether a run has come to its end, which nothing changes any more. */
    static boolean finished(TrainingRun run) {
        TrainingRunStatus status = run.getStatus();
        return status != null && status.phase() != null && Stand.finished(status.phase());
    }

    /** Whether it is time to read the progress again. */
    static boolean progressDue(TrainingRun run, Clock clock) {
        Progress progress = run.getStatus() == null ? null : run.getStatus().progress();
        return progress == null
                || progress.updated() == null
                || !Instant.parse(progress.updated()).plus(PROGRESS_INTERVAL).isAfter(clock.instant());
    }

    /** Something is waited for or stands in the way. */
    static TrainingRunStatus pending(TrainingRun run, Verdict verdict, Clock clock) {
        return status(run, Stand.of(Phase.PENDING, verdict), clock);
    }

    /** Its Job is there, and no pod yet. */
    static TrainingRunStatus starting(TrainingRun run, ObservedStep step, Clock clock) {
        return status(run, Stand.of(Phase.PENDING, StepStates.STARTING).with(step), clock);
    }

    /** Nothing runs, as the spec wants. */
    static TrainingRunStatus suspended(TrainingRun run, Clock clock) {
        Verdict verdict = Verdict.idle(Reason.SUSPENDED, "suspended: set spec.suspend to false to go on");
        return status(run, Stand.of(Phase.SUSPENDED, verdict), clock);
    }

    /** The pod has been told to end. */
    static TrainingRunStatus suspending(TrainingRun run, ObservedStep step, Clock clock) {
        Verdict verdict = Verdict.progressing(Reason.SUSPENDED, "the pod writes a checkpoint and ends");
        return status(run, Stand.of(Phase.RUNNING, verdict).with(step), clock);
    }

    /** The training is under way. */
    static TrainingRunStatus underway(TrainingRun run, Observation observation, Underway underway, Clock clock) {
        Phase phase = underway.working() ? Phase.RUNNING : Phase.PENDING;
        Stand stand = Stand.of(phase, underway.verdict()).with(observation.step());
        Optional<Progress> progress = observation.progress().map(read -> progress(read, clock));
        return status(run, progress.map(stand::with).orElse(stand), clock);
    }

    /** It can never succeed, and no training said why. */
    static TrainingRunStatus failed(TrainingRun run, Verdict verdict, Clock clock) {
        return status(run, Stand.of(Phase.FAILED, verdict), clock);
    }

    /** The training was killed, or tried too often. */
    static TrainingRunStatus broken(TrainingRun run, ObservedStep step, Verdict verdict, Clock clock) {
        return status(run, Stand.of(Phase.FAILED, verdict).with(step), clock);
    }

    /** The training has come to its end. */
    static TrainingRunStatus reported(TrainingRun run, ObservedStep step, StepSummary summary, Clock clock) {
        Phase phase =
                switch (summary.outcome()) {
                    case SUCCEEDED -> Phase.SUCCEEDED;
                    case REJECTED -> Phase.REJECTED;
                    case FAILED -> Phase.FAILED;
                };
        Verdict verdict = phase == Phase.SUCCEEDED
                ? Verdict.ready(summary.cached() ? Reason.CACHED : Reason.TRAINED, summary.message())
                : Verdict.stalled(FailureReasons.of(summary.reason()), summary.message());
        Stand stand = Stand.of(phase, verdict).with(step).with(summary);
        TrainSummary training = summary.training();
        return status(run, training == null ? stand : stand.with(complete(run, training, clock)), clock);
    }

    /** An early stop leaves epochs that nobody waits for any more. */
    private static Progress complete(TrainingRun run, TrainSummary training, Clock clock) {
        int epochs = ModelPlans.hyperparameters(run.getSpec().hyperparameters()).epochs();
        return new Progress(100, training.epochs(), epochs, null, null, null, null, now(clock));
    }

    /** A reconcile ended with an error: where the run stands is not known better than before. */
    static TrainingRunStatus interrupted(TrainingRun run, Verdict verdict, Clock clock) {
        TrainingRunStatus previous = run.getStatus();
        if (previous == null || previous.phase() == null) {
            return status(run, Stand.of(Phase.PENDING, verdict), clock);
        }
        return Stand.finished(previous.phase()) ? previous : status(run, Stand.of(previous.phase(), verdict), clock);
    }

    /** The end stays; what was asked since, such as a suspension, changes nothing and is noted as seen. */
    static TrainingRunStatus absorbed(TrainingRun run) {
        TrainingRunStatus end = run.getStatus();
        return new TrainingRunStatus(
                run.getMetadata().getGeneration(),
                end.phase(),
                end.message(),
                end.progress(),
                end.score(),
                end.metrics(),
                end.baselines(),
                end.gates(),
                end.model(),
                end.lineage(),
                end.cost(),
                end.attempts(),
                end.epochs(),
                end.bestEpoch(),
                end.cached(),
                end.warnings(),
                end.conditions());
    }

    private static TrainingRunStatus status(TrainingRun run, Stand stand, Clock clock) {
        TrainingRunStatus previous = run.getStatus();
        ObservedStep step = stand.step();
        StepSummary summary = stand.summary();
        TrainSummary training = summary == null ? null : summary.training();
        return new TrainingRunStatus(
                run.getMetadata().getGeneration(),
                stand.phase(),
                stand.verdict().message(),
                stand.progress() != null || previous == null ? stand.progress() : previous.progress(),
                training == null ? null : Results.score(run.getSpec().model().task(), training),
                training == null ? null : Results.metrics(training),
                training == null ? Map.of() : Results.baselines(training),
                training == null ? List.of() : Results.gates(training),
                training == null ? null : Results.model(training),
                step == null ? (previous == null ? null : previous.lineage()) : Results.lineage(run, step, training),
                step == null || !stand.finished() ? null : Results.cost(step, training),
                step == null ? (previous == null ? null : previous.attempts()) : Integer.valueOf(step.attempts()),
                training == null ? null : training.epochs(),
                training == null ? null : training.bestEpoch(),
                summary == null ? null : summary.cached(),
                training == null ? List.of() : training.warnings(),
                conditions(run, stand, clock));
    }

    private static List<Condition> conditions(TrainingRun run, Stand stand, Clock clock) {
        Verdict verdict = stand.verdict();
        Conditions conditions = Conditions.of(
                        verdict,
                        run.getStatus() == null ? List.of() : run.getStatus().conditions(),
                        run.getMetadata().getGeneration(),
                        clock)
                .with(
                        Condition.Type.FINISHED,
                        stand.finished() ? Condition.Status.TRUE : Condition.Status.FALSE,
                        verdict.reason(),
                        verdict.message());
        TrainSummary training = stand.summary() == null ? null : stand.summary().training();
        if (training == null) {
            return conditions.list();
        }
        if (training.gates().isEmpty()) {
            return gates(conditions, Condition.Status.TRUE, Reason.NO_GATES, "the spec has no gates");
        }
        String failed = Results.failedGates(training);
        return failed.isEmpty()
                ? gates(
                        conditions,
                        Condition.Status.TRUE,
                        Reason.GATES_PASSED,
                        "all " + training.gates().size() + " gates passed")
                : gates(conditions, Condition.Status.FALSE, Reason.GATES_FAILED, failed);
    }

    private static List<Condition> gates(
            Conditions conditions, Condition.Status status, Reason reason, String message) {
        return conditions
                .with(Condition.Type.GATES_PASSED, status, reason, message)
                .list();
    }

    private static Progress progress(dev.millrace.contract.report.Progress read, Clock clock) {
        return new Progress(
                read.percent(),
                read.epoch(),
                read.epochs(),
                read.loss(),
                read.validationLoss(),
                read.rowsPerSecond(),
                read.secondsLeft(),
                now(clock));
    }

    private static String now(Clock clock) {
        return clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
