package dev.millrace.operator.step;

import dev.millrace.api.v1alpha1.Reason;
import dev.millrace.contract.report.StepSummary;
import dev.millrace.operator.condition.Verdict;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Optional;
import java.util.function.Function;

/** Where a step stands. */
public sealed interface StepState {
    /** What to do in each case. */
    <R> R match(
            Function<Underway, R> underway,
            Function<Reported, R> reported,
            Function<Broken, R> broken,
            Function<Lost, R> lost);

    /**
     * It has not ended.
     *
     * @param verdict what it does, or what stands in its way
     * @param working whether its process runs, or has just ended and is about to be understood
     * @param pod whose log grows; empty: none
     */
    record Underway(Verdict verdict, boolean working, Optional<Pod> pod) implements StepState {
        @Override
        public <R> R match(
                Function<Underway, R> underway,
                Function<Reported, R> reported,
                Function<Broken, R> broken,
                Function<Lost, R> lost) {
            return underway.apply(this);
        }
    }

    /** It ended, with a summary that will not change. */
    record Reported(StepSummary summary) implements StepState {
        @Override
        public <R> R match(
                Function<Underway, R> underway,
                Function<Reported, R> reported,
                Function<Broken, R> broken,
                Function<Lost, R> lost) {
            return reported.apply(this);
        }
    }

    /** It ended without success and without a final summary: killed, or tried too often. */
    record Broken(Reason reason, String message) implements StepState {
        public Verdict verdict() {
            return Verdict.stalled(reason, message);
        }

        @Override
        public <R> R match(
                Function<Underway, R> underway,
                Function<Reported, R> reported,
                Function<Broken, R> broken,
                Function<Lost, R> lost) {
            return broken.apply(this);
        }
    }

    /**
     * Its plan went before its pod could read it, or its summary went with its pod before we read it. The same step begun again makes the
     * same plan, and finds its own report in the store.
     */
    record Lost() implements StepState {
        @Override
        public <R> R match(
                Function<Underway, R> underway,
                Function<Reported, R> reported,
                Function<Broken, R> broken,
                Function<Lost, R> lost) {
            return lost.apply(this);
        }
    }
}
