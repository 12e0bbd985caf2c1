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
 * <p>What is not seen for long is either nothing that the cache will ever show, such as a pod that was gone at once, or the cache is behind: only
 * the API server knows which.
 */
public final class Expectations {
    private static final Duration LONG = Duration.ofSeconds(5);

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
        return settled(owner, found);
    }

    /** Whether the cache has not shown for long what was done: the API server should be asked. */
    public synchronized boolean overdue(String owner) {
        Pending found = pending.get(owner);
        return found != null && !found.since.plus(LONG).isAfter(clock.instant());
    }

    /**
     * Gives up what the cache will never show, and goes on waiting for the rest.
     *
     * @param there uids of an owner's pods on the API server
     * @param leaving those of them that are being removed
     * @return whether nothing is left
     */
    public synchronized boolean confirm(String owner, Set<String> there, Set<String> leaving) {
        Pending found = pending.get(owner);
        if (found == null) {
            return true;
        }
        found.since = clock.instant();
        found.created.retainAll(there);
        found.deleted.removeIf(uid -> there.contains(uid) && !leaving.contains(uid));
        return settled(owner, found);
    }

    private boolean settled(String owner, Pending found) {
        boolean none = found.created.isEmpty() && found.deleted.isEmpty();
        if (none) {
            pending.remove(owner);
        }
        return none;
    }

    /** The owner is gone. */
    public synchronized void forget(String owner) {
        pending.remove(owner);
    }
}
