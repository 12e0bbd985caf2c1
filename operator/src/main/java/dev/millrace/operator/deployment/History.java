package dev.millrace.operator.deployment;

import dev.millrace.api.v1alpha1.deployment.ModelDeploymentStatus;
import dev.millrace.api.v1alpha1.deployment.ModelDeploymentStatus.PastRevision;
import dev.millrace.api.v1alpha1.deployment.ModelDeploymentStatus.Revision;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The revisions that answered, and those that were given up before they did; the newest first, the one that answers has no end. */
final class History {
    private static final int LONGEST = 10;

    private final ModelDeploymentStatus previous;
    private final String now;

    History(ModelDeploymentStatus previous, Clock clock) {
        this.previous = previous;
        this.now = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /**
     * The history after a reconcile.
     *
     * @param why a stable revision that is new came
     */
    List<PastRevision> after(@Nullable Revision stable, @Nullable Revision candidate, String why) {
        List<PastRevision> history = new ArrayList<>(previous.history());
        Revision before = previous.candidate();
        if (before != null && !isSame(before, stable) && !isSame(before, candidate)) {
            history.add(
                    0,
                    new PastRevision(
                            before.revision(),
                            before.trainingRun(),
                            before.modelDigest(),
                            null,
                            now,
                            "was given up before it answered"));
        }
        if (stable != null && !isSame(stable, previous.stable())) {
            history.replaceAll(this::ended);
            history.add(
                    0, new PastRevision(stable.revision(), stable.trainingRun(), stable.modelDigest(), now, null, why));
        } else if (stable != null) {
            history.replaceAll(past -> past.until() == null ? renamed(past, stable) : past);
        }
        return history.subList(0, Math.min(history.size(), LONGEST));
    }

    private PastRevision ended(PastRevision past) {
        return past.until() != null
                ? past
                : new PastRevision(
                        past.revision(), past.trainingRun(), past.modelDigest(), past.since(), now, past.reason());
    }

    /** Another run may lead to the same model. */
    private static PastRevision renamed(PastRevision past, Revision stable) {
        return new PastRevision(
                past.revision(), stable.trainingRun(), past.modelDigest(), past.since(), null, past.reason());
    }

    private static boolean isSame(Revision revision, @Nullable Revision other) {
        return other != null && revision.modelDigest().equals(other.modelDigest());
    }
}
