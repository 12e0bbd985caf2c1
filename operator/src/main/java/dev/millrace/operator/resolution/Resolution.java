package dev.millrace.operator.resolution;

import dev.millrace.api.v1alpha1.Reason;
import dev.millrace.operator.condition.Verdict;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What came of a spec and what it refers to.
 *
 * @param <P> the plan
 */
public sealed interface Resolution<P> {
    /** What to do in each case; Java 17 has no switch over types that the compiler checks for completeness. */
    <R> R match(Function<P, R> ready, Function<Waiting<P>, R> waiting, Function<Invalid<P>, R> invalid);

    /** Goes on from a plan to what hangs on it. */
    default <N> Resolution<N> then(Function<P, Resolution<N>> next) {
        return match(
                next,
                waiting -> new Waiting<>(waiting.verdict()),
                invalid -> new Invalid<>(invalid.reason(), invalid.problems()));
    }

    /** All is there. */
    record Ready<P>(P plan) implements Resolution<P> {
        @Override
        public <R> R match(Function<P, R> ready, Function<Waiting<P>, R> waiting, Function<Invalid<P>, R> invalid) {
            return ready.apply(plan);
        }
    }

    /** Something else must be there or change first. */
    record Waiting<P>(Verdict verdict) implements Resolution<P> {
        /** Waits for what the message names, with the field that refers to it. */
        public static <P> Waiting<P> blocked(Reason reason, String message) {
            return new Waiting<>(Verdict.blocked(reason, message));
        }

        @Override
        public <R> R match(Function<P, R> ready, Function<Waiting<P>, R> waiting, Function<Invalid<P>, R> invalid) {
            return waiting.apply(this);
        }
    }

    /** The spec cannot be carried out, however long one waits. */
    record Invalid<P>(Reason reason, List<Problem> problems) implements Resolution<P> {
        public Invalid {
            problems = List.copyOf(problems);
        }

        /** All problems at once. */
        public Verdict verdict() {
            return Verdict.stalled(
                    reason, problems.stream().map(Problem::sentence).collect(Collectors.joining("; ")));
        }

        @Override
        public <R> R match(Function<P, R> ready, Function<Waiting<P>, R> waiting, Function<Invalid<P>, R> invalid) {
            return invalid.apply(this);
        }
    }

    /**
     * Something wrong with a spec.
     *
     * @param field its path, such as {@code spec.model.label.column}
     * @param message what is wrong, and what would be right
     */
    record Problem(String field, String message) {
        String sentence() {
            return field + ": " + message;
        }
    }
}
