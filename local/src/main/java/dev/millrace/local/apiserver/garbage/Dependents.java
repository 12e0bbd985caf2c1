package dev.millrace.local.apiserver.garbage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.local.apiserver.document.Fields;
import dev.millrace.local.apiserver.garbage.OwnerIndex.Reference;
import dev.millrace.local.apiserver.object.DeleteOptions;
import dev.millrace.local.apiserver.object.DeleteOptions.Propagation;
import dev.millrace.local.apiserver.object.ObjectDeleter;
import dev.millrace.local.apiserver.resource.Catalog;
import dev.millrace.local.apiserver.storage.StoredObject;
import dev.millrace.local.apiserver.storage.StoredObject.Owner;
import java.util.ArrayList;
import java.util.List;

/** Owned objects go with the last of their owners, or before it, or stay behind, as who deletes the owner wants it. */
final class Dependents {
    private static final String OWNERS = "ownerReferences";
    private static final String FINALIZERS = "finalizers";

    private final OwnerIndex index;
    private final Catalog catalog;
    private final Objects objects;

    Dependents(OwnerIndex index, Catalog catalog, Objects objects) {
        this.index = index;
        this.catalog = catalog;
        this.objects = objects;
    }

    /** After an object is gone: what it owned has one owner less. */
    void ownerGone(String uid) {
        index.owned(uid).forEach(this::judge);
    }

    /** Decides on an object by its owners. */
    void judge(Reference reference) {
        StoredObject object = objects.find(reference);
        if (object == null || object.owners().isEmpty()) {
            return;
        }
        List<String> solid = new ArrayList<>();
        List<String> others = new ArrayList<>();
        boolean waited = false;
        for (Owner owner : object.owners()) {
            Reference there = index.find(owner.uid());
            if (there == null && !isKnown(owner)) {
                solid.add(owner.uid());
            } else if (there == null) {
                others.add(owner.uid());
            } else if (isForeground(there)) {
                others.add(owner.uid());
                waited = true;
            } else {
                solid.add(owner.uid());
            }
        }
        if (others.isEmpty()) {
            return;
        }
        if (!solid.isEmpty()) {
            objects.change(reference, tree -> removeOwners(tree, others));
        } else if (!object.deleting()) {
            Propagation propagation =
                    waited && index.ownsAny(object.uid()) ? Propagation.FOREGROUND : Propagation.BACKGROUND;
            objects.delete(reference, new DeleteOptions(false, null, object.uid(), "", propagation));
        }
    }

    /** An owner of a kind that is not served here may well be there. */
    private boolean isKnown(Owner owner) {
        return catalog.ofKind(owner.apiVersion(), owner.kind()) != null;
    }

    private boolean isForeground(Reference reference) {
        StoredObject owner = objects.find(reference);
        return owner != null && owner.deleting() && hasFinalizer(owner, ObjectDeleter.FOREGROUND);
    }

    private static boolean hasFinalizer(StoredObject object, String name) {
        JsonNode finalizers = object.tree().path("metadata").path(FINALIZERS);
        return finalizers.valueStream().anyMatch(finalizer -> finalizer.asText().equals(name));
    }

    /** An object that is being deleted, and has a finalizer that says what becomes of those that it owns. */
    void deleting(Reference reference) {
        StoredObject owner = objects.find(reference);
        if (owner == null || !owner.deleting()) {
            return;
        }
        if (hasFinalizer(owner, ObjectDeleter.ORPHAN)) {
            for (Reference dependent : index.owned(owner.uid())) {
                objects.change(dependent, tree -> removeOwners(tree, List.of(owner.uid())));
            }
            objects.change(reference, tree -> removeFinalizer(tree, ObjectDeleter.ORPHAN));
        } else if (hasFinalizer(owner, ObjectDeleter.FOREGROUND)) {
            List<Reference> dependents = index.owned(owner.uid());
            dependents.forEach(this::judge);
            if (dependents.stream().noneMatch(dependent -> blocks(dependent, owner.uid()))) {
                objects.change(reference, tree -> removeFinalizer(tree, ObjectDeleter.FOREGROUND));
            }
        }
    }

    private boolean blocks(Reference dependent, String uid) {
        StoredObject object = objects.find(dependent);
        return object != null
                && object.owners().stream().anyMatch(owner -> owner.uid().equals(uid) && owner.blocking());
    }

    static void removeFinalizer(ObjectNode tree, String name) {
        ObjectNode metadata = Fields.made(tree, "metadata");
        ArrayNode rest = metadata.arrayNode();
        metadata.path(FINALIZERS).forEach(finalizer -> {
            if (!finalizer.asText().equals(name)) {
                rest.add(finalizer);
            }
        });
        replace(metadata, FINALIZERS, rest);
    }

    private static void removeOwners(ObjectNode tree, List<String> uids) {
        ObjectNode metadata = Fields.made(tree, "metadata");
        ArrayNode rest = metadata.arrayNode();
        metadata.path(OWNERS).forEach(owner -> {
            if (!uids.contains(owner.path("uid").asText())) {
                rest.add(owner);
            }
        });
        replace(metadata, OWNERS, rest);
    }

    private static void replace(ObjectNode metadata, String field, ArrayNode rest) {
        if (rest.isEmpty()) {
            metadata.remove(field);
        } else {
            metadata.set(field, rest);
        }
    }
}
