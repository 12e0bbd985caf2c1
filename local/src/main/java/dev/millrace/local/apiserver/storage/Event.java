package dev.millrace.local.apiserver.storage;

import org.jspecify.annotations.Nullable;

/**
 * A change of an object, and the way to the next one of its resource: who holds an event can go on from there, and what nobody holds is
 * forgotten.
 */
public final class Event {
    private final long revision;
    private final long number;
    private final @Nullable StoredObject before;
    private final @Nullable StoredObject after;
    private final @Nullable StoredObject last;
    private volatile @Nullable Event next;

    private Event(
            long revision,
            long number,
            @Nullable StoredObject before,
            @Nullable StoredObject after,
            @Nullable StoredObject last) {
        this.revision = revision;
        this.number = number;
        this.before = before;
        this.after = after;
        this.last = last;
    }

    /** Where a resource's events begin: nothing happened. */
    static Event origin(long revision) {
        return new Event(revision, 0, null, null, null);
    }

    /** The object is there, or has changed. */
    Event put(@Nullable StoredObject before, StoredObject after) {
        return then(new Event(after.revision(), number + 1, before, after, after));
    }

    /** The object is gone; {@code last} has the revision of its removal. */
    Event removed(StoredObject before, StoredObject last) {
        return then(new Event(last.revision(), number + 1, before, null, last));
    }

    private Event then(Event event) {
        next = event;
        return event;
    }

    public long revision() {
        return revision;
    }

    /** How many changes of the resource there were until this one. */
    public long number() {
        return number;
    }

    /** What was before, or null if the object is new. */
    public @Nullable StoredObject before() {
        return before;
    }

    /** What is now, or null if it is gone. */
    public @Nullable StoredObject after() {
        return after;
    }

    /** What is now, or what was last. */
    public StoredObject object() {
        if (last == null) {
            throw new IllegalStateException("nothing happened yet");
        }
        return last;
    }

    public @Nullable Event next() {
        return next;
    }
}
