package dev.millrace.operator.step;

import dev.millrace.api.v1alpha1.Reason;
import dev.millrace.contract.report.ExitCode;
import dev.millrace.contract.report.StepSummary;
import dev.millrace.contract.report.StepSummary.FailureReason;
import dev.millrace.operator.condition.Verdict;
import dev.millrace.operator.pod.PodTrouble;
import dev.millrace.operator.step.StepState.Broken;
import dev.millrace.operator.step.StepState.Lost;
import dev.millrace.operator.step.StepState.Reported;
import dev.millrace.operator.step.StepState.Underway;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.JobCondition;
import java.util.Optional;

/** Reads a Job and its pods. */
public final class StepStates {
    /** Nobody has made the step's pod yet, and nothing is known to hinder it. */
    public static final Verdict STARTING = Verdict.progressing(Reason.STARTING, "the pod is being created");

    private static final String FAILED_BY_EXIT_CODE = "PodFailurePolicy";

    private StepStates() {}

    /**
     * Where a step stands.
     *
     * @param working what to say while its process runs
     */
    public static StepState of(ObservedStep step, Verdict working) {
        if (step.job().getMetadata().getDeletionTimestamp() != null) {
            return idle(Verdict.progressing(Reason.STARTING, "waits for the pod before to end"));
        }
        if (step.condition("Complete").isPresent()) {
            return step.summary().<StepState>map(Reported::new).orElseGet(Lost::new);
        }
        return step.condition("Failed")
                .map(condition -> failed(step, condition))
                .orElseGet(() -> underway(step, working));
    }

    private static StepState failed(ObservedStep step, JobCondition condition) {
        Optional<StepSummary> summary = step.summary();
        if (summary.isPresent()) {
            return ExitCode.of(summary.get().reason()).retried()
                    ? new Broken(
                            orStoreMissing(summary.get(), Reason.RETRIES_EXHAUSTED),
                            "failed " + times(step.attempts()) + ", at last: "
                                    + summary.get().message())
                    : new Reported(summary.get());
        }
        Optional<PodTrouble> trouble = step.lastEnded().flatMap(PodTrouble::of);
        if (trouble.isPresent()) {
            return new Broken(
                    trouble.get().reason(),
                    "failed " + times(step.attempts()) + ", at last: "
                            + trouble.get().sentence());
        }
        if (FAILED_BY_EXIT_CODE.equals(condition.getReason())
                && step.lastEnded().isEmpty()) {
            return new Lost();
        }
        return new Broken(
                Reason.RETRIES_EXHAUSTED, condition.getMessage() == null ? "the Job failed" : condition.getMessage());
    }

    private static StepState underway(ObservedStep step, Verdict working) {
        Optional<Pod> alive = step.alive();
        if (alive.filter(ObservedStep::runs).isPresent()) {
            return new Underway(working, true, alive);
        }
        if (!step.planThere()) {
            return new Lost();
        }
        if (alive.isPresent()) {
            return idle(PodTrouble.of(alive.get())
                    .map(trouble -> Verdict.blocked(trouble.reason(), trouble.sentence()))
                    .or(() -> step.complaint().map(words -> MountTrouble.verdict(step, words)))
                    .orElse(Verdict.progressing(Reason.STARTING, "the pod is starting")));
        }
        return step.lastEnded().map(ended -> between(ended, working)).orElseGet(() -> idle(notCreated(step)));
    }

    /** A pod has ended, and the Job controller has not yet said what follows. */
    private static StepState between(Pod ended, Verdict working) {
        Optional<StepSummary> summary = ObservedStep.summary(ended);
        Optional<PodTrouble> trouble = PodTrouble.of(ended);
        boolean last = summary.map(StepSummary::reason)
                .map(reason -> !ExitCode.of(reason).retried())
                .orElse(trouble.isEmpty());
        if (last) {
            return new Underway(working, true, Optional.empty());
        }
        String said = summary.map(StepSummary::message)
                .or(() -> trouble.map(PodTrouble::sentence))
                .orElse("the pod ended without success");
        Reason reason =
                summary.map(known -> orStoreMissing(known, Reason.RETRYING)).orElse(Reason.RETRYING);
        return idle(Verdict.blocked(reason, said + "; it is tried again"));
    }

    /** What an administrator can mend is said rather than how often it was tried. */
    private static Reason orStoreMissing(StepSummary summary, Reason other) {
        return summary.reason() == FailureReason.STORE_MISSING ? Reason.STORE_MISSING : other;
    }

    private static Underway idle(Verdict verdict) {
        return new Underway(verdict, false, Optional.empty());
    }

    private static Verdict notCreated(ObservedStep step) {
        return step.complaint()
                .map(refusal -> Verdict.blocked(Reason.REFUSED, "the pod cannot be created: " + refusal))
                .orElse(STARTING);
    }

    private static String times(int attempts) {
        return attempts <= 1 ? "once" : attempts + " times";
    }
}
