package dev.millrace.local.controller;

import dev.millrace.local.timer.Timers;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Work by key, such as {@code namespace/name}: each key's is done by one thread at a time, and keys that are added while they wait are done once.
 *
 * <p>Work that fails is done again, later and later; not where the API server refuses because the namespace goes.
 */
public final class KeyedQueue {
    private static final Logger LOG = LoggerFactory.getLogger(KeyedQueue.class);
    private static final long FIRST_RETRY_MILLISECONDS = 50;
    private static final long LONGEST_RETRY_MILLISECONDS = 30_000;

    private final String name;
    private final Reconciliation work;
    private final Timers threads;
    private final Set<String> waiting = new HashSet<>();
    private final Set<String> underWay = new HashSet<>();
    private final Map<String, Integer> failures = new HashMap<>();
    private boolean open;

    /** Brings what a key names a step nearer to what is wanted. */
    public interface Reconciliation {
        /** Does so, and tells when to look again though nothing changes; empty: never. */
        Optional<Duration> reconcile(String key);
    }

    public KeyedQueue(String name, Timers threads, Reconciliation work) {
        this.name = name;
        this.threads = threads;
        this.work = work;
    }

    /** The key of an object. */
    public static String key(HasMetadata object) {
        return key(object.getMetadata().getNamespace(), object.getMetadata().getName());
    }

    /** The key of a namespace's object, as informers have it. */
    public static String key(String namespace, String objectName) {
        return namespace + "/" + objectName;
    }

    /** Begins to work: until now keys were only noted, for caches that are not full tell half of the truth. */
    public void open() {
        Set<String> noted;
        synchronized (this) {
            open = true;
            noted = Set.copyOf(waiting);
        }
        noted.forEach(this::submit);
    }

    /** Has work done for a key soon. */
    public void add(String key) {
        synchronized (this) {
            if (!waiting.add(key) || underWay.contains(key) || !open) {
                return;
            }
        }
        submit(key);
    }

    /** Has work done for a key later. */
    public void addAfter(String key, Duration delay) {
        threads.later(delay, () -> add(key));
    }

    private void submit(String key) {
        threads.execute(() -> run(key));
    }

    private void run(String key) {
        synchronized (this) {
            waiting.remove(key);
            underWay.add(key);
        }
        Optional<Duration> again;
        try {
            again = work.reconcile(key);
            synchronized (this) {
                failures.remove(key);
            }
        } catch (RuntimeException e) {
            again = retry(key, e);
        }
        boolean more;
        synchronized (this) {
            underWay.remove(key);
            more = waiting.contains(key);
        }
        if (more) {
            submit(key);
        } else {
            again.ifPresent(delay -> addAfter(key, delay));
        }
    }

    private synchronized Optional<Duration> retry(String key, RuntimeException e) {
        if (Refusal.isNamespaceEnding(e)) {
            failures.remove(key);
            return Optional.empty();
        }
        int count = failures.merge(key, 1, Integer::sum);
        if (!Refusal.isStale(e) && !threads.isClosed()) {
            LOG.warn("{}: {} is tried again: {}", name, key, e.toString());
            LOG.debug("{}: {}", name, key, e);
        }
        long delay = FIRST_RETRY_MILLISECONDS << Math.min(count - 1, 10);
        return Optional.of(Duration.ofMillis(Math.min(delay, LONGEST_RETRY_MILLISECONDS)));
    }
}
