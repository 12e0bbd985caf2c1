package dev.millrace.local.apiserver.garbage;

import dev.millrace.local.apiserver.storage.Event;
import dev.millrace.local.apiserver.storage.ObjectKey;
import dev.millrace.local.apiserver.storage.ResourceStore;
import dev.millrace.local.apiserver.storage.StoredObject;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Which objects are there, by uid, and which objects they own. */
final class OwnerIndex {
    private final Map<String, Reference> present = new ConcurrentHashMap<>();
    private final Map<String, Set<Reference>> owned = new ConcurrentHashMap<>();

    /** Where an object is stored. */
    record Reference(String resource, ObjectKey key) {}

    void add(ResourceStore resource, StoredObject object) {
        update(new Reference(resource.id(), object.key()), null, object);
    }

    void changed(ResourceStore resource, Event event) {
        update(new Reference(resource.id(), event.object().key()), event.before(), event.after());
    }

    private void update(Reference reference, @Nullable StoredObject before, @Nullable StoredObject after) {
        if (before != null && (after == null || !before.uid().equals(after.uid()))) {
            present.remove(before.uid());
        }
        if (after != null) {
            present.put(after.uid(), reference);
        }
        List<StoredObject.Owner> was = before == null ? List.of() : before.owners();
        List<StoredObject.Owner> is = after == null ? List.of() : after.owners();
        if (was.equals(is)) {
            return;
        }
        was.forEach(owner -> owned.computeIfPresent(owner.uid(), (uid, references) -> {
            references.remove(reference);
            return references.isEmpty() ? null : references;
        }));
        is.forEach(owner -> owned.computeIfAbsent(owner.uid(), any -> ConcurrentHashMap.newKeySet())
                .add(reference));
    }

    @Nullable
    Reference find(String uid) {
        return present.get(uid);
    }

    /** What an object owns. */
    List<Reference> owned(String uid) {
        return List.copyOf(owned.getOrDefault(uid, Set.of()));
    }

    boolean ownsAny(String uid) {
        return owned.containsKey(uid);
    }
}
