package dev.millrace.operator.condition;

import dev.millrace.api.v1alpha1.Condition;
import dev.millrace.api.v1alpha1.Condition.Status;
import dev.millrace.api.v1alpha1.Reason;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The conditions of a resource, made anew at each reconcile. One that is not set is gone; one whose status stays keeps the time of its last
 * transition.
 */
public final class Conditions {
    private final List<Condition> previous;
    private final @Nullable Long generation;
    private final String now;
    private final Map<Condition.Type, Condition> conditions = new EnumMap<>(Condition.Type.class);

    private Conditions(List<Condition> previous, @Nullable Long generation, Clock clock) {
        this.previous = previous;
        this.generation = generation;
        this.now = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /**
     * The conditions of a verdict.
     *
     * @param previous as the resource has them
     * @param generation that the verdict is about
     */
    public static Conditions of(Verdict verdict, List<Condition> previous, @Nullable Long generation, Clock clock) {
        Conditions conditions = new Conditions(previous, generation, clock);
        Reason reason = verdict.reason();
        String message = verdict.message();
        return switch (verdict.state()) {
            case READY -> conditions.with(Condition.Type.READY, Status.TRUE, reason, message);
            case PROGRESSING ->
                conditions
                        .with(Condition.Type.READY, Status.UNKNOWN, reason, message)
                        .with(Condition.Type.RECONCILING, Status.TRUE, reason, message);
            case BLOCKED ->
                conditions
                        .with(Condition.Type.READY, Status.FALSE, reason, message)
                        .with(Condition.Type.RECONCILING, Status.TRUE, reason, message);
            case IDLE -> conditions.with(Condition.Type.READY, Status.FALSE, reason, message);
            case STALLED ->
                conditions
                        .with(Condition.Type.READY, Status.FALSE, reason, message)
                        .with(Condition.Type.STALLED, Status.TRUE, reason, message);
        };
    }

    /** Sets a further condition. */
    public Conditions with(Condition.Type type, Status status, Reason reason, String message) {
        String since = find(previous, type)
                .filter(condition -> condition.status() == status)
                .map(Condition::lastTransitionTime)
                .orElse(now);
        conditions.put(type, new Condition(type.wireName(), status, generation, since, reason.wireName(), message));
        return this;
    }

    /** In the order of their types. */
    public List<Condition> list() {
        return new ArrayList<>(conditions.values());
    }

    /** A condition by its type. */
    public static Optional<Condition> find(List<Condition> conditions, Condition.Type type) {
        return conditions.stream()
                .filter(condition -> condition.type().equals(type.wireName()))
                .findFirst();
    }

    /** Whether a condition is there and True. */
    public static boolean isTrue(List<Condition> conditions, Condition.Type type) {
        return find(conditions, type)
                .map(Condition::status)
                .filter(status -> status == Status.TRUE)
                .isPresent();
    }
}
