package dev.millrace.local.apiserver.storage;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.local.apiserver.document.Documents;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * All objects. Each write has the next revision, is written to the journal, and is then seen by all readers and watchers in the same
 * order.
 */
public final class Store implements AutoCloseable {
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, ResourceStore> resources = new ConcurrentHashMap<>();
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private final @Nullable Journal journal;
    private volatile @Nullable String trouble;
    private long revision = 1;

    /** Told of each change in order, under the lock: must return at once. */
    public interface Listener {
        void changed(ResourceStore resource, Event event);
    }

    private Store(@Nullable Path file) throws IOException {
        this.journal = file == null ? null : Journal.open(file, this::restore);
        if (journal != null) {
            resources.values().forEach(resource -> resource.restart(revision));
            journal.compact(resources.values(), revision);
        }
    }

    /**
     * The objects of a journal; in memory only without one.
     *
     * @throws IOException with words for the user, when the file cannot be read or written, or another process has it
     */
    public static Store open(@Nullable Path journal) throws IOException {
        return new Store(journal);
    }

    private void restore(JournalEntry entry) {
        ResourceStore resource = resource(entry.resource());
        revision = Math.max(revision, entry.revision());
        byte[] json = entry.json();
        if (json == null) {
            resource.forget(entry.key());
        } else {
            resource.restore(new StoredObject(entry.key(), entry.revision(), Documents.read(json), json));
        }
    }

    /** The objects of a resource by its name and group, such as {@code deployments.apps}. */
    public ResourceStore resource(String id) {
        ResourceStore known = resources.get(id);
        return known == null
                ? locked(() -> resources.computeIfAbsent(id, i -> new ResourceStore(i, this, revision)))
                : known;
    }

    /** The resources that have, or had, objects. */
    public Iterable<ResourceStore> resources() {
        return resources.values();
    }

    /** How many watch any of them. */
    public int watchers() {
        return resources.values().stream().mapToInt(ResourceStore::watchers).sum();
    }

    public long revision() {
        return locked(this::revisionLocked);
    }

    public void listen(Listener listener) {
        listeners.add(listener);
    }

    /**
     * Writes an object.
     *
     * @param before what the writer took to be there, null for nothing
     * @param object gets its resourceVersion
     * @throws Stale when something else is there
     * @throws IOException when the journal cannot be written; then nothing has changed
     */
    public StoredObject put(ResourceStore resource, ObjectKey key, @Nullable StoredObject before, ObjectNode object)
            throws Stale, IOException {
        lock.lock();
        try {
            check(resource, key, before);
            StoredObject after = stored(key, object);
            append(new JournalEntry(resource.id(), key, after.revision(), after.json()));
            revision = after.revision();
            Event event = resource.put(before, after);
            listeners.forEach(listener -> listener.changed(resource, event));
            resource.wake();
            return after;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Removes an object.
     *
     * @param last how it was last; gets the resourceVersion of its removal
     * @throws Stale when something else is there
     * @throws IOException when the journal cannot be written; then nothing has changed
     */
    public StoredObject remove(ResourceStore resource, StoredObject before, ObjectNode last) throws Stale, IOException {
        lock.lock();
        try {
            check(resource, before.key(), before);
            StoredObject after = stored(before.key(), last);
            append(new JournalEntry(resource.id(), before.key(), after.revision(), null));
            revision = after.revision();
            Event event = resource.remove(before, after);
            listeners.forEach(listener -> listener.changed(resource, event));
            resource.wake();
            return after;
        } finally {
            lock.unlock();
        }
    }

    private void check(ResourceStore resource, ObjectKey key, @Nullable StoredObject before) throws Stale {
        if (!Objects.equals(resource.get(key), before)) {
            throw new Stale(resource.id(), key);
        }
    }

    private StoredObject stored(ObjectKey key, ObjectNode object) {
        long next = revision + 1;
        object.withObject("/metadata").put("resourceVersion", Long.toString(next));
        return new StoredObject(key, next, object, Documents.write(object));
    }

    private void append(JournalEntry entry) throws IOException {
        if (journal == null) {
            return;
        }
        try {
            if (journal.append(entry)) {
                journal.compact(resources.values(), revision);
            }
            trouble = null;
        } catch (IOException e) {
            trouble = String.valueOf(e.getMessage());
            throw e;
        }
    }

    /** Why the last change could not be written; empty: it was. */
    public Optional<String> trouble() {
        return Optional.ofNullable(trouble);
    }

    <T> T locked(Supplier<T> read) {
        lock.lock();
        try {
            return read.get();
        } finally {
            lock.unlock();
        }
    }

    long revisionLocked() {
        return revision;
    }

    /** What was written is on the disk. */
    @Override
    public void close() throws IOException {
        if (journal != null) {
            lock.lock();
            try {
                journal.close();
            } finally {
                lock.unlock();
            }
        }
    }
}
