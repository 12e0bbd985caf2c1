package dev.millrace.local.apiserver.storage;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/** All objects of a resource, and its latest changes. Changed by the {@link Store} alone, under its lock. */
public final class ResourceStore {
    /** So many changes, or bytes of them, can be watched from a revision in the past. */
    private static final int KEPT = 4000;

    private static final long KEPT_BYTES = 4L << 20;
    /** Sorts behind every name of a namespace: names have no such character. */
    private static final String AFTER = "\uffff";

    private final String id;
    private final Store store;
    private final NavigableMap<ObjectKey, StoredObject> objects = new ConcurrentSkipListMap<>();
    private final Set<Runnable> watchers = ConcurrentHashMap.newKeySet();
    private Event oldest;
    private Event newest;
    private long keptBytes;

    ResourceStore(String id, Store store, long revision) {
        this.id = id;
        this.store = store;
        this.oldest = Event.origin(revision);
        this.newest = oldest;
    }

    /** All objects of a resource, or of a namespace, at one moment. */
    public record Snapshot(List<StoredObject> objects, long revision, Event from) {}

    /** The resource's name and group: {@code deployments.apps}, {@code pods}. */
    public String id() {
        return id;
    }

    public @Nullable StoredObject get(ObjectKey key) {
        return objects.get(key);
    }

    public boolean isEmpty(String namespace) {
        return range(namespace).isEmpty();
    }

    /** All, or those of a namespace where it is not empty, in the order of their keys. */
    public Snapshot snapshot(String namespace) {
        return store.locked(
                () -> new Snapshot(new ArrayList<>(range(namespace).values()), store.revisionLocked(), newest));
    }

    /**
     * The last event at or before a revision: a watch goes on behind it.
     *
     * @return null when changes after that revision are forgotten
     */
    public @Nullable Event at(long revision) {
        return store.locked(() -> {
            if (revision < oldest.revision()) {
                return null;
            }
            Event event = oldest;
            for (Event next = event.next(); next != null && next.revision() <= revision; next = event.next()) {
                event = next;
            }
            return event;
        });
    }

    /** How many changes an event is behind. */
    public long lag(Event event) {
        return store.locked(() -> newest.number()) - event.number();
    }

    /** Calls back after each change, on the thread that made it; must return at once. */
    public void watch(Runnable watcher) {
        watchers.add(watcher);
    }

    public void unwatch(Runnable watcher) {
        watchers.remove(watcher);
    }

    /** How many watch it. */
    public int watchers() {
        return watchers.size();
    }

    void restore(StoredObject object) {
        objects.put(object.key(), object);
    }

    void forget(ObjectKey key) {
        objects.remove(key);
    }

    /** Events begin anew behind what was restored: what was before is not known any more. */
    void restart(long revision) {
        oldest = Event.origin(revision);
        newest = oldest;
    }

    NavigableMap<ObjectKey, StoredObject> all() {
        return objects;
    }

    Event put(@Nullable StoredObject before, StoredObject after) {
        objects.put(after.key(), after);
        return happened(newest.put(before, after));
    }

    Event remove(StoredObject before, StoredObject last) {
        objects.remove(before.key());
        return happened(newest.removed(before, last));
    }

    void wake() {
        watchers.forEach(Runnable::run);
    }

    private Event happened(Event event) {
        newest = event;
        keptBytes += event.object().json().length;
        while (event.number() - oldest.number() > KEPT || (keptBytes > KEPT_BYTES && oldest != newest)) {
            Event second = oldest.next();
            if (second == null) {
                return event;
            }
            keptBytes -= second.object().json().length;
            oldest = second;
        }
        return event;
    }

    private NavigableMap<ObjectKey, StoredObject> range(String namespace) {
        return namespace.isEmpty()
                ? objects
                : objects.subMap(new ObjectKey(namespace, ""), true, new ObjectKey(namespace, AFTER), false);
    }
}
