package dev.millrace.operator.child;

import dev.millrace.operator.child.Outcome.NameTaken;
import dev.millrace.operator.child.Outcome.Present;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Creates and applies the children of resources, under one field manager.
 *
 * <p>A child is created by POST, which never touches an object that is there already, and later changed by server-side apply with its
 * uid, which never brings back one that is gone. So neither a stale cache nor a reused name makes us write into another's object.
 */
public final class Children {
    /** The API server's answer to a JSON patch whose test does not hold. */
    private static final int FAILED_TEST = 422;

    private final KubernetesClient client;
    private final String fieldManager;

    /** @param fieldManager one for each controller, and none that writes a status */
    public Children(KubernetesClient client, String fieldManager) {
        this.client = client;
        this.fieldManager = fieldManager;
    }

    /**
     * Creates a child unless it is there. An existing child is left as it is.
     *
     * @param desired with name, namespace and its owner's reference as controller
     */
    public <T extends HasMetadata> Outcome<T> create(T desired) {
        try {
            return new Present<>(client.resource(desired).create());
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
                throw e;
            }
            T existing = client.resource(desired).get();
            if (existing == null) {
                // It was there and is gone: the retry creates it.
                throw e;
            }
            return sameOwner(desired, existing) ? new Present<>(existing) : taken(desired);
        }
    }

    /**
     * Makes a child what it should be: fields of ours that {@code desired} no longer has are removed, fields of others stay.
     *
     * @param desired with name, namespace and its owner's reference as controller; without zeros, empty strings and server defaults
     * @param observed the child as it was last seen, null if it was not seen
     */
    public <T extends HasMetadata> Outcome<T> apply(T desired, @Nullable T observed) {
        if (observed == null) {
            return create(desired).then(present -> apply(desired, present));
        }
        if (!sameOwner(desired, observed)) {
            return taken(desired);
        }
        claimCreatedFields(observed);
        desired.getMetadata().setUid(observed.getMetadata().getUid());
        return new Present<>(client.resource(desired)
                .fieldManager(fieldManager)
                .forceConflicts()
                .serverSideApply());
    }

    /** Deletes a child; its own children end before it goes, so that a new one of its name never runs beside them. */
    public void delete(HasMetadata child) {
        client.resource(child)
                .withPropagationPolicy(DeletionPropagation.FOREGROUND)
                .delete();
    }

    /**
     * Fields set by the POST belong to the client's operation "Update", which an apply does not take back: made our "Apply", what later
     * leaves the desired state also leaves the object. Other controllers write to a new object at once, so it may take more than one look.
     */
    private void claimCreatedFields(HasMetadata observed) {
        HasMetadata current = observed;
        for (OptionalInt entry = created(current); entry.isPresent(); entry = created(current)) {
            try {
                claim(current, entry.getAsInt());
                return;
            } catch (KubernetesClientException e) {
                if (e.getCode() != FAILED_TEST) {
                    throw e;
                }
                HasMetadata changed = client.resource(current).get();
                if (changed == null) {
                    return;
                }
                current = changed;
            }
        }
    }

    /** Place of the entry that our POST left, empty once it is claimed. */
    private OptionalInt created(HasMetadata current) {
        List<ManagedFieldsEntry> entries = current.getMetadata().getManagedFields();
        if (entries.stream().anyMatch(entry -> isOurs(entry, fieldManager, "Apply"))) {
            return OptionalInt.empty();
        }
        String creator = client.getConfiguration().getUserAgent().split("/", 2)[0];
        return IntStream.range(0, entries.size())
                .filter(i -> isOurs(entries.get(i), creator, "Update"))
                .findFirst();
    }

    private void claim(HasMetadata current, int entry) {
        String patch = """
                [{"op": "test", "path": "/metadata/resourceVersion", "value": "%s"},
                 {"op": "replace", "path": "/metadata/managedFields/%d/manager", "value": "%s"},
                 {"op": "replace", "path": "/metadata/managedFields/%d/operation", "value": "Apply"}]""".formatted(current.getMetadata().getResourceVersion(), entry, fieldManager, entry);
        client.resource(current).patch(PatchContext.of(PatchType.JSON), patch);
    }

    private static boolean isOurs(ManagedFieldsEntry entry, String manager, String operation) {
        return manager.equals(entry.getManager())
                && operation.equals(entry.getOperation())
                && (entry.getSubresource() == null || entry.getSubresource().isEmpty());
    }

    private static boolean sameOwner(HasMetadata desired, HasMetadata existing) {
        return desired.getMetadata().getOwnerReferences().stream()
                .anyMatch(wanted -> existing.getMetadata().getOwnerReferences().stream()
                        .anyMatch(present -> Boolean.TRUE.equals(present.getController())
                                && wanted.getUid().equals(present.getUid())));
    }

    private static <T extends HasMetadata> Outcome<T> taken(T desired) {
        return new NameTaken<>(desired.getKind(), desired.getMetadata().getName());
    }
}
