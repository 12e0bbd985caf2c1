package dev.millrace.local.apiserver.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.local.apiserver.document.Documents;
import dev.millrace.local.apiserver.failure.Reason;
import dev.millrace.local.apiserver.failure.Refused;
import dev.millrace.local.apiserver.failure.Refused.Cause;
import dev.millrace.local.apiserver.resource.ResourceType;
import dev.millrace.local.apiserver.schema.Schema;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Keeps {@code managedFields} with each write, and decides on applied configurations. */
public final class FieldManagers {
    /** Fields that nobody owns. */
    private static final List<String> FREE_METADATA = List.of(
            "name",
            "namespace",
            "creationTimestamp",
            "selfLink",
            "uid",
            "generation",
            "managedFields",
            "resourceVersion",
            "generateName",
            "deletionTimestamp",
            "deletionGracePeriodSeconds");

    private static final String MANAGED = "managedFields";
    private static final String METADATA = "metadata";
    private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

    private final ResourceType type;
    private final String now;

    /**
     * For one write.
     *
     * @param now the time in RFC 3339
     */
    public FieldManagers(ResourceType type, String now) {
        this.type = type;
        this.now = now;
    }

    /** What an apply makes of an object. */
    public record Applied(ObjectNode object, boolean changed) {}

    /**
     * After a write that is no apply: who wrote owns what the write has changed.
     *
     * @param before null for a new object; without {@code managedFields} nobody is known to own anything of it
     * @param object gets its {@code managedFields}
     */
    public void updated(@Nullable ObjectNode before, ObjectNode object, FieldManager manager) {
        Ownership sent = Ownership.of(object);
        boolean reset = isReset(object.path(METADATA).path(MANAGED));
        Ownership live = before == null ? new Ownership() : Ownership.of(before);
        Ownership ownership = reset ? new Ownership() : sent.isEmpty() ? live : sent;
        if (reset && before != null) {
            ownership.into(object);
            return;
        }
        ObjectNode was = owned(before == null ? empty(object) : before);
        Comparison comparison = Comparison.of(was, owned(object), schema());
        FieldSet changed = comparison.changed();
        if (changed.isEmpty() && comparison.removed().isEmpty()) {
            ownership.into(object);
            return;
        }
        take(ownership, manager, changed, comparison.removed());
        FieldSet mine = ownership.of(manager).union(changed).minus(comparison.removed());
        ownership.set(manager, mine, now);
        ownership.into(object);
    }

    /** A client that sends one empty entry wants the list emptied. */
    private static boolean isReset(JsonNode managed) {
        return managed.size() == 1
                && managed.get(0).path("manager").asText().isEmpty()
                && managed.get(0).path("fieldsV1").isEmpty();
    }

    private static void take(Ownership ownership, FieldManager manager, FieldSet changed, FieldSet removed) {
        for (FieldManager other : List.copyOf(ownership.fields().keySet())) {
            if (!other.equals(manager)) {
                FieldSet rest = ownership.of(other).minus(changed).minus(removed);
                ownership.set(other, rest, ownership.time(other));
            }
        }
    }

    /**
     * Lays a configuration over an object.
     *
     * @param live null for a new object
     * @param configuration without {@code managedFields}
     * @throws Refused where others own fields that it would change, unless it is forced
     */
    public Applied apply(@Nullable ObjectNode live, ObjectNode configuration, FieldManager manager, boolean force) {
        checkConfiguration(configuration);
        ObjectNode base = live == null ? empty(configuration) : live;
        Ownership before = Ownership.of(base);
        Ownership ownership = Ownership.of(base);
        if (live != null && ownership.isEmpty()) {
            // What was written by somebody who kept no fields: it belonged to whoever was there before.
            FieldManager unknown = new FieldManager("before-first-apply", false, type.apiVersion(), "");
            ownership.set(unknown, named(live), "");
        }
        FieldSet named = named(configuration);
        FieldSet last = ownership.of(manager);
        ownership.set(manager, named, ownership.time(manager));
        ObjectNode merged =
                (ObjectNode) AppliedFields.merge(base, configuration, schema()).deepCopy();
        AppliedFields.remove(merged, schema(), last, ownership.all());
        Comparison comparison = Comparison.of(owned(base), owned(merged), schema());
        FieldSet changed = comparison.changed();
        if (!force) {
            refuseConflicts(ownership, manager, withoutLastApplied(base, manager, changed));
        }
        take(ownership, manager, changed, comparison.removed());
        boolean same = live != null && changed.isEmpty() && comparison.removed().isEmpty();
        if (!same) {
            ownership.set(manager, named, now);
        }
        ownership.into(merged);
        return new Applied(merged, !same || !before.sameAs(ownership));
    }

    /** {@code kubectl apply --server-side} may go on from where {@code kubectl apply} was: it is the same person's configuration. */
    private FieldSet withoutLastApplied(ObjectNode live, FieldManager manager, FieldSet changed) {
        JsonNode text = live.path(METADATA).path("annotations").path(LAST_APPLIED);
        if (!manager.name().equals("kubectl") || !text.isTextual()) {
            return changed;
        }
        try {
            JsonNode last = Documents.json(text.asText().getBytes(StandardCharsets.UTF_8))
                    .tree();
            return last instanceof ObjectNode object ? changed.minus(named(object)) : changed;
        } catch (Documents.SyntaxException notOurs) {
            return changed;
        }
    }

    private void refuseConflicts(Ownership ownership, FieldManager manager, FieldSet changed) {
        List<Cause> causes = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        for (Map.Entry<FieldManager, FieldSet> entry : ownership.fields().entrySet()) {
            FieldManager other = entry.getKey();
            FieldSet both = entry.getValue().intersection(changed);
            if (other.equals(manager) || both.isEmpty()) {
                continue;
            }
            List<String> paths = new ArrayList<>();
            both.paths("", paths::add);
            String who = other.shown();
            paths.forEach(path -> causes.add(new Cause("FieldManagerConflict", "conflict with " + who, path)));
            text.append(text.isEmpty() ? "" : "\n");
            if (paths.size() == 1) {
                text.append("conflict with ").append(who).append(": ").append(paths.get(0));
            } else {
                text.append("conflicts with ").append(who).append(":");
                paths.forEach(path -> text.append("\n- ").append(path));
            }
        }
        if (!causes.isEmpty()) {
            String count = causes.size() == 1 ? "1 conflict" : causes.size() + " conflicts";
            throw Refused.because(Reason.CONFLICT, "Apply failed with " + count + ": " + text, causes);
        }
    }

    private static void checkConfiguration(ObjectNode configuration) {
        if (configuration.path(METADATA).has(MANAGED)) {
            throw Refused.badRequest("metadata.managedFields must be nil");
        }
    }

    private Schema schema() {
        return type.schema();
    }

    /** The fields that an object names. */
    private FieldSet named(ObjectNode object) {
        ObjectNode owned = owned(object);
        if (owned.path(METADATA).isEmpty()) {
            owned.remove(METADATA);
        }
        return AppliedFields.of(owned, schema());
    }

    /** The fields that can be owned. */
    private static ObjectNode owned(ObjectNode object) {
        ObjectNode owned = Documents.object();
        owned.setAll(object);
        owned.remove(List.of("apiVersion", "kind"));
        if (owned.get(METADATA) instanceof ObjectNode metadata) {
            ObjectNode rest = Documents.object();
            rest.setAll(metadata);
            rest.remove(FREE_METADATA);
            // Metadata itself is nobody's: all objects have it.
            owned.set(METADATA, rest);
        } else {
            owned.putObject(METADATA);
        }
        return owned;
    }

    private static ObjectNode empty(ObjectNode object) {
        ObjectNode empty = Documents.object();
        for (String field : List.of("apiVersion", "kind")) {
            if (object.has(field)) {
                empty.set(field, object.get(field));
            }
        }
        return empty;
    }
}
