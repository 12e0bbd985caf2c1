package dev.millrace.local.apiserver.object;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.local.apiserver.apply.FieldManager;
import dev.millrace.local.apiserver.apply.FieldManagers;
import dev.millrace.local.apiserver.apply.FieldManagers.Applied;
import dev.millrace.local.apiserver.document.Fields;
import dev.millrace.local.apiserver.failure.Problem;
import dev.millrace.local.apiserver.failure.Reason;
import dev.millrace.local.apiserver.failure.Refused;
import dev.millrace.local.apiserver.resource.ResourceType;
import dev.millrace.local.apiserver.schema.Defaults;
import dev.millrace.local.apiserver.storage.ResourceStore;
import dev.millrace.local.apiserver.storage.Stale;
import dev.millrace.local.apiserver.storage.Store;
import dev.millrace.local.apiserver.storage.StoredObject;
import dev.millrace.local.apiserver.validation.ObjectRules;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Creates and changes objects: defaults, ownership, rules, revision. */
public final class ObjectWriter {
    private static final String METADATA = "metadata";
    private static final String VERSION = "resourceVersion";
    private static final String STATUS = "status";
    /** As often Kubernetes tries to lay a patch over an object that changes meanwhile; here a try is quick. */
    private static final int TRIES = 100;

    private final Store store;
    private final Stamps stamps;
    private final Namespaces namespaces;

    public ObjectWriter(Store store, Stamps stamps, Namespaces namespaces) {
        this.store = store;
        this.stamps = stamps;
        this.namespaces = namespaces;
    }

    /**
     * Makes of an object what it is to be.
     *
     * @see ObjectWriter#change
     */
    @FunctionalInterface
    public interface Change extends BiFunction<ObjectNode, List<String>, ObjectNode> {}

    /** Creates an object; its name is its own, or made from {@code generateName}. */
    public Written create(Target target, ObjectNode object, WriteOptions options, List<String> warnings) {
        ObjectNode metadata = Fields.made(object, METADATA);
        if (!Fields.text(metadata, VERSION).isEmpty()) {
            throw Refused.because(Reason.UNKNOWN, "resourceVersion should not be set on objects to be created");
        }
        Target named = Identity.named(target, metadata);
        namespaces.check(named);
        beforeCreate(named, object, options);
        Written written = created(named, object, options, warnings);
        if (written == null) {
            throw Refused.alreadyExists(named.subject());
        }
        return written;
    }

    private void beforeCreate(Target target, ObjectNode object, WriteOptions options) {
        ResourceType type = target.type();
        stamps.create(Fields.made(object, METADATA));
        if (type.status()) {
            object.remove(STATUS);
        }
        fillIn(type, object);
        manager(type).updated(null, object, new FieldManager(options.manager(), false, type.apiVersion(), ""));
    }

    /**
     * Puts a new object in its place.
     *
     * @return null when one is there
     */
    private @Nullable Written created(Target target, ObjectNode object, WriteOptions options, List<String> warnings) {
        ResourceType type = target.type();
        if (Generations.counts(type)) {
            Fields.made(object, METADATA).put("generation", 1);
        }
        type.rules().beginCreate(object);
        refuse(target, ObjectRules.check(type, object, null));
        ResourceStore resource = store.resource(type.storage());
        if (options.dryRun()) {
            return resource.get(target.key()) == null ? new Written(object, true, false, warnings) : null;
        }
        try {
            store.put(resource, target.key(), null, object);
            return new Written(object, true, false, warnings);
        } catch (Stale e) {
            return null;
        } catch (IOException e) {
            throw Refused.because(Reason.INTERNAL_ERROR, String.valueOf(e.getMessage()));
        }
    }

    /** Replaces an object. */
    public Written update(Target target, ObjectNode object, WriteOptions options, List<String> warnings) {
        ObjectNode metadata = Fields.made(object, METADATA);
        Identity.requireName(target, metadata);
        Target named = Identity.named(target, metadata);
        String version = Fields.text(metadata, VERSION);
        if (version.isEmpty() && target.type().custom()) {
            // Checked after the object is known to be there, as in Kubernetes.
            read(named);
            throw Refused.invalid(
                    named.subject(),
                    List.of(Problem.invalidLiteral(
                            "metadata.resourceVersion", "0", "must be specified for an update")));
        }
        return change(named, options, warnings, (before, told) -> object.deepCopy());
    }

    /**
     * Changes an object; where somebody else is faster, once more from what is there then, unless the change is bound to a
     * resourceVersion.
     *
     * @param change of a tree of its own
     */
    public Written change(Target target, WriteOptions options, List<String> warnings, Change change) {
        for (int i = 0; i < TRIES; i++) {
            StoredObject stored = read(target);
            List<String> told = new ArrayList<>(warnings);
            ObjectNode before = target.type().shown(stored.tree());
            ObjectNode object = change.apply(before.deepCopy(), told);
            Identity.check(target, before, object);
            FieldManager manager =
                    new FieldManager(options.manager(), false, target.type().apiVersion(), target.subresource());
            restore(target, before, object);
            fillIn(target.type(), object);
            manager(target.type()).updated(before, object, manager);
            Written written = replaced(target, stored, before, object, options, told);
            if (written != null) {
                return written;
            }
        }
        throw Refused.conflict(target.subject(), Identity.CHANGED);
    }

    /** Applies a configuration: creates the object, or takes its manager's fields to what it says. */
    public Written apply(Target target, ObjectNode configuration, WriteOptions options, List<String> warnings) {
        ObjectNode metadata = Fields.made(configuration, METADATA);
        if (target.type().status()) {
            if (target.isStatus()) {
                configuration.retain(List.of("apiVersion", "kind", METADATA, STATUS));
            } else {
                configuration.remove(STATUS);
            }
        }
        FieldManager manager =
                new FieldManager(options.manager(), true, target.type().apiVersion(), target.subresource());
        for (int i = 0; i < TRIES; i++) {
            StoredObject stored = store.resource(target.type().storage()).get(target.key());
            if (stored == null) {
                if (!target.subresource().isEmpty()) {
                    throw Refused.notFound(target.subject());
                }
                Identity.requireName(target, metadata);
                Identity.named(target, metadata);
                Written made = applyNew(target, configuration, options, warnings);
                if (made != null) {
                    return made;
                }
                continue;
            }
            ObjectNode before = target.type().shown(stored.tree());
            Applied applied = manager(target.type()).apply(before, configuration, manager, options.force());
            // Conflicts are told first, as in Kubernetes.
            Identity.requireName(target, metadata);
            Identity.named(target, metadata);
            Identity.check(target, before, configuration);
            if (!applied.changed()) {
                return new Written(before, false, false, warnings);
            }
            ObjectNode object = applied.object();
            restore(target, before, object);
            fillIn(target.type(), object);
            Written written = replaced(target, stored, before, object, options, warnings);
            if (written != null) {
                return written;
            }
        }
        throw Refused.conflict(target.subject(), Identity.CHANGED);
    }

    /** Null when somebody else was faster. */
    private @Nullable Written applyNew(
            Target target, ObjectNode configuration, WriteOptions options, List<String> warnings) {
        namespaces.check(target);
        if (!configuration.path(METADATA).path("uid").asText().isEmpty()) {
            throw Refused.conflict(
                    target.subject(),
                    "uid mismatch: the provided object specified uid "
                            + configuration.path(METADATA).path("uid").asText() + ", and no existing object was found");
        }
        FieldManager manager =
                new FieldManager(options.manager(), true, target.type().apiVersion(), "");
        ObjectNode object =
                manager(target.type()).apply(null, configuration, manager, true).object();
        stamps.create(Fields.made(object, METADATA));
        fillIn(target.type(), object);
        return created(target, object, options, warnings);
    }

    /**
     * Puts a changed object in the place of what was there.
     *
     * @return null when something else was there
     */
    private @Nullable Written replaced(
            Target target,
            StoredObject stored,
            ObjectNode before,
            ObjectNode object,
            WriteOptions options,
            List<String> warnings) {
        ResourceType type = target.type();
        if (target.subresource().isEmpty()) {
            type.rules().beginUpdate(object, before);
        }
        Generations.advance(type, before, object);
        Fields.made(object, METADATA).put(VERSION, Long.toString(stored.revision()));
        refuse(target, ObjectRules.check(type, object, target.isBinding() ? null : before));
        boolean removed = Generations.isGone(object);
        if (object.equals(before) && !removed) {
            return new Written(object, false, false, warnings);
        }
        if (options.dryRun()) {
            return new Written(object, false, removed, warnings);
        }
        try {
            ResourceStore resource = store.resource(type.storage());
            if (removed) {
                store.remove(resource, stored, object);
            } else {
                store.put(resource, target.key(), stored, object);
            }
            return new Written(object, false, removed, warnings);
        } catch (Stale e) {
            return null;
        } catch (IOException e) {
            throw Refused.because(Reason.INTERNAL_ERROR, String.valueOf(e.getMessage()));
        }
    }

    /** What no client may change. */
    private static void restore(Target target, ObjectNode before, ObjectNode object) {
        ObjectNode was = Fields.made(before, METADATA);
        ObjectNode is = Fields.made(object, METADATA);
        if (target.isStatus()) {
            JsonNode status = object.get(STATUS);
            JsonNode managed = is.get("managedFields");
            object.removeAll();
            before.properties()
                    .forEach(
                            entry -> object.set(entry.getKey(), entry.getValue().deepCopy()));
            object.remove(STATUS);
            if (status != null) {
                object.set(STATUS, status);
            }
            if (managed != null) {
                Fields.made(object, METADATA).set("managedFields", managed);
            }
            return;
        }
        for (String field : List.of(
                "name",
                "namespace",
                "uid",
                "creationTimestamp",
                "generation",
                "generateName",
                "deletionTimestamp",
                "deletionGracePeriodSeconds")) {
            Fields.copy(is, was, field);
        }
        is.remove("selfLink");
        if (target.type().status()) {
            Fields.copy(object, before, STATUS);
        }
    }

    private static void fillIn(ResourceType type, ObjectNode object) {
        if (type.custom()) {
            Defaults.fillIn(object, type.schema());
        }
        type.rules().fillIn(object);
    }

    private StoredObject read(Target target) {
        StoredObject stored = store.resource(target.type().storage()).get(target.key());
        if (stored == null) {
            throw Refused.notFound(target.subject());
        }
        return stored;
    }

    private FieldManagers manager(ResourceType type) {
        return new FieldManagers(type, stamps.now());
    }

    private static void refuse(Target target, List<Problem> problems) {
        if (!problems.isEmpty()) {
            throw Refused.invalid(target.type().kindSubject(target.name()), problems);
        }
    }
}
