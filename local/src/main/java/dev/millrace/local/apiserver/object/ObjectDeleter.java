package dev.millrace.local.apiserver.object;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.local.apiserver.document.Fields;
import dev.millrace.local.apiserver.failure.Reason;
import dev.millrace.local.apiserver.failure.Refused;
import dev.millrace.local.apiserver.object.DeleteOptions.Propagation;
import dev.millrace.local.apiserver.storage.ResourceStore;
import dev.millrace.local.apiserver.storage.Stale;
import dev.millrace.local.apiserver.storage.Store;
import dev.millrace.local.apiserver.storage.StoredObject;
import java.io.IOException;
import java.util.Set;

/** Deletes objects: at once, or when their finalizers and their pods' grace periods are over. */
public final class ObjectDeleter {
    public static final String FOREGROUND = "foregroundDeletion";
    public static final String ORPHAN = "orphan";

    private static final String METADATA = "metadata";
    private static final String DELETION = "deletionTimestamp";
    private static final String GRACE = "deletionGracePeriodSeconds";
    private static final String FINALIZERS = "finalizers";
    private static final long POD_GRACE = 30;

    private final Store store;
    private final Stamps stamps;

    public ObjectDeleter(Store store, Stamps stamps) {
        this.store = store;
        this.stamps = stamps;
    }

    /**
     * What is left of an object.
     *
     * @param gone whether it is not there any more
     */
    public record Deleted(ObjectNode object, boolean gone) {}

    /** Deletes an object, or begins to. */
    public Deleted delete(Target target, DeleteOptions options) {
        ResourceStore resource = store.resource(target.type().storage());
        while (true) {
            StoredObject stored = resource.get(target.key());
            if (stored == null) {
                throw Refused.notFound(target.subject());
            }
            checkPreconditions(target, stored, options);
            ObjectNode object = stored.tree();
            mark(target, object, options);
            boolean gone = Generations.isGone(object);
            ObjectNode shown = target.type().shown(object);
            try {
                if (options.dryRun()) {
                    return new Deleted(shown, gone);
                }
                if (gone) {
                    store.remove(resource, stored, object);
                } else if (!object.equals(stored.tree())) {
                    store.put(resource, target.key(), stored, object);
                }
                return new Deleted(target.type().shown(object), gone);
            } catch (Stale changedMeanwhile) {
                // Begin with what is there now.
            } catch (IOException e) {
                throw Refused.because(Reason.INTERNAL_ERROR, String.valueOf(e.getMessage()));
            }
        }
    }

    private static void checkPreconditions(Target target, StoredObject stored, DeleteOptions options) {
        if (!options.uid().isEmpty() && !options.uid().equals(stored.uid())) {
            throw Refused.conflict(
                    target.type().kindSubject(target.name()),
                    "the UID in the precondition (" + options.uid() + ") does not match the UID in record ("
                            + stored.uid() + "). The object might have been deleted and then recreated");
        }
        String version = Long.toString(stored.revision());
        if (!options.version().isEmpty() && !options.version().equals(version)) {
            throw Refused.conflict(
                    target.type().kindSubject(target.name()),
                    "the ResourceVersion in the precondition (" + options.version()
                            + ") does not match the ResourceVersion in record (" + version
                            + "). The object might have been modified");
        }
    }

    private void mark(Target target, ObjectNode object, DeleteOptions options) {
        ObjectNode metadata = Fields.made(object, METADATA);
        long grace = grace(target, object, options);
        if (!metadata.has(DELETION)) {
            metadata.put(DELETION, stamps.in(grace)).put(GRACE, grace);
            Generations.next(object);
        } else if (grace < metadata.path(GRACE).asLong()) {
            // Shortened: a grace period never becomes longer.
            metadata.put(DELETION, stamps.in(grace)).put(GRACE, grace);
        }
        if (target.type().storage().equals("namespaces")) {
            Fields.made(object, "status").put("phase", "Terminating");
        }
        setFinalizer(metadata, FOREGROUND, options.propagation() == Propagation.FOREGROUND);
        setFinalizer(metadata, ORPHAN, options.propagation() == Propagation.ORPHAN);
    }

    /** The last who deletes decides on the way. */
    private static void setFinalizer(ObjectNode metadata, String name, boolean wanted) {
        ArrayNode others = metadata.arrayNode();
        boolean there = false;
        for (JsonNode finalizer : metadata.path(FINALIZERS)) {
            if (finalizer.asText().equals(name)) {
                there = true;
            } else {
                others.add(finalizer);
            }
        }
        if (there == wanted) {
            return;
        }
        if (wanted) {
            others.add(name);
        }
        if (others.isEmpty()) {
            metadata.remove(FINALIZERS);
        } else {
            metadata.set(FINALIZERS, others);
        }
    }

    /** Only pods that run somewhere are waited for: their kubelet deletes them once more when they have ended. */
    private static long grace(Target target, ObjectNode object, DeleteOptions options) {
        JsonNode spec = object.path("spec");
        boolean runs = target.type().storage().equals("pods")
                && !spec.path("nodeName").asText().isEmpty()
                && !Set.of("Succeeded", "Failed")
                        .contains(object.path("status").path("phase").asText());
        if (!runs) {
            return 0;
        }
        Long asked = options.graceSeconds();
        return asked == null ? spec.path("terminationGracePeriodSeconds").asLong(POD_GRACE) : asked;
    }
}
