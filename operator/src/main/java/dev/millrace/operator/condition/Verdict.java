package dev.millrace.operator.condition;

import dev.millrace.api.v1alpha1.Reason;

/**
 * What a reconcile found of a resource as a whole.
 *
 * @param state decides Ready, Reconciling and Stalled
 * @param reason for programs
 * @param message one sentence for people
 */
public record Verdict(State state, Reason reason, String message) {
    /** How a resource is. */
    public enum State {
        /** As wanted: Ready is True. */
        READY,
        /** On its way, nothing stands in it: Ready is Unknown, Reconciling True. */
        PROGRESSING,
        /** Something else must change first; it is looked at again and again: Ready is False, Reconciling True. */
        BLOCKED,
        /** At rest and not as ready as could be, as its spec wants: Ready is False. */
        IDLE,
        /** Only another spec or another object helps: Ready is False, Stalled True. */
        STALLED
    }

    public static Verdict ready(Reason reason, String message) {
        return new Verdict(State.READY, reason, message);
    }

    public static Verdict progressing(Reason reason, String message) {
        return new Verdict(State.PROGRESSING, reason, message);
    }

    public static Verdict blocked(Reason reason, String message) {
        return new Verdict(State.BLOCKED, reason, message);
    }

    public static Verdict idle(Reason reason, String message) {
        return new Verdict(State.IDLE, reason, message);
    }

    public static Verdict stalled(Reason reason, String message) {
        return new Verdict(State.STALLED, reason, message);
    }
}
