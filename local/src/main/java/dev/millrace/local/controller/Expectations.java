package dev.millrace.local.controller;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Pods that a controller has made or removed, and its cache does not show yet: until then it must not act on what it counts there.
 *
 * <p>What is never seen, such as a pod that was gone at once, is forgotten after a while.
 */
public final class Expectations {
    private static final Duration FORGOTTEN = Duration.ofSeconds(30);

    private final Clock clock;
    private final Map<String, Pending> pending = new HashMap<>();

    private static final class Pending {
        private final Set<String> created = new HashSet<>();
        private final Set<String> deleted = new HashSet<>();
        private Instant since = Instant.MIN;
    }

    public Expectations(Clock clock) {
        this.clock = clock;
    }

    /** A pod was made for an owner. */
    public synchronized void created(String owner, String podUid) {
        of(owner).created.add(podUid);
    }

    /** A pod of an owner was removed. */
    public synchronized void deleted(String owner, String podUid) {
        of(owner).deleted.add(podUid);
    }

    private Pending of(String owner) {
        Pending found = pending.computeIfAbsent(owner, key -> new Pending());
        found.since = clock.instant();
        return found;
    }

    /**
     * Whether the cache shows all that was done.
     *
     * @param there uids of an owner's pods in the cache
     * @param leaving those of them that are being removed
     */
    public synchronized boolean met(String owner, Set<String> there, Set<String> leaving) {
        Pending found = pending.get(owner);
        if (found == null) {
            return true;
        }
        found.created.removeAll(there);
        found.deleted.removeIf(uid -> leaving.contains(uid) || !there.contains(uid));
        boolean late = found.since.plus(FORGOTTEN).isBefore(clock.instant());
        if (late || (found.created.isEmpty() && found.deleted.isEmpty())) {
            pending.remove(owner);
            return true;
        }
        return false;
    }

    /** The owner is gone. */
    public synchronized void forget(String owner) {
        pending.remove(owner);
    }
}
