package dev.millrace.local.apiserver.garbage;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.local.apiserver.definition.Definitions;
import dev.millrace.local.apiserver.document.Documents;
import dev.millrace.local.apiserver.garbage.OwnerIndex.Reference;
import dev.millrace.local.apiserver.object.ObjectDeleter;
import dev.millrace.local.apiserver.object.ObjectWriter;
import dev.millrace.local.apiserver.resource.Catalog;
import dev.millrace.local.apiserver.resource.ResourceType;
import dev.millrace.local.apiserver.storage.Event;
import dev.millrace.local.apiserver.storage.ObjectKey;
import dev.millrace.local.apiserver.storage.ResourceStore;
import dev.millrace.local.apiserver.storage.Store;
import dev.millrace.local.apiserver.storage.StoredObject;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows all changes, and deletes what has no reason to be there any more. It looks each object up anew when its turn comes, so that
 * it may be told too often, and late.
 */
public final class GarbageCollector implements Store.Listener, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(GarbageCollector.class);
    private static final List<String> NAMESPACES = List.of("default", "kube-system", "kube-public", "kube-node-lease");

    private final Store store;
    private final Catalog catalog;
    private final Objects objects;
    private final OwnerIndex index = new OwnerIndex();
    private final Dependents dependents;
    private final Contents contents;
    private final Set<String> waiting = ConcurrentHashMap.newKeySet();
    private final ExecutorService thread;

    public GarbageCollector(Store store, Catalog catalog, ObjectWriter writer, ObjectDeleter deleter) {
        this.store = store;
        this.catalog = catalog;
        this.objects = new Objects(store, catalog, writer, deleter);
        this.dependents = new Dependents(index, catalog, objects);
        this.contents = new Contents(store, catalog, objects);
        this.thread = Executors.newSingleThreadExecutor(task -> {
            Thread made = new Thread(task, "apiserver-garbage");
            made.setDaemon(true);
            return made;
        });
    }

    /** Goes on with what was stored before, and makes the namespaces that every cluster has. */
    public void begin() {
        for (ResourceStore resource : store.resources()) {
            resource.snapshot("").objects().forEach(object -> index.add(resource, object));
        }
        store.listen(this);
        ResourceType namespaces = catalog.find("", "v1", "namespaces");
        for (String name : NAMESPACES) {
            if (namespaces != null && store.resource("namespaces").get(new ObjectKey("", name)) == null) {
                ObjectNode namespace =
                        Documents.object().put("apiVersion", "v1").put("kind", "Namespace");
                namespace.putObject("metadata").put("name", name);
                objects.create(namespaces, "", namespace);
            }
        }
        for (ResourceStore resource : store.resources()) {
            resource.snapshot("")
                    .objects()
                    .forEach(object -> consider(new Reference(resource.id(), object.key()), object));
        }
    }

    @Override
    public void changed(ResourceStore resource, Event event) {
        index.changed(resource, event);
        Reference reference = new Reference(resource.id(), event.object().key());
        StoredObject before = event.before();
        StoredObject after = event.after();
        if (after == null) {
            if (before != null) {
                gone(reference, before);
            }
        } else {
            boolean ownersChanged = before == null || !before.owners().equals(after.owners());
            if (ownersChanged || after.deleting() || reference.resource().equals(Contents.PODS)) {
                consider(reference, after);
            }
        }
    }

    /** An object that is there. */
    private void consider(Reference reference, StoredObject object) {
        ObjectKey key = reference.key();
        if (!object.owners().isEmpty() && !object.deleting()) {
            later(() -> dependents.judge(reference));
        }
        if (object.deleting()) {
            later(() -> dependents.deleting(reference));
        }
        switch (reference.resource()) {
            case Contents.NAMESPACES ->
                later(object.deleting() ? () -> contents.endNamespace(key.name()) : () -> contents.begin(key.name()));
            case Definitions.RESOURCE -> {
                if (object.deleting()) {
                    later(() -> contents.endDefinition(key));
                }
            }
            case Contents.CLAIMS -> {
                if (object.deleting()) {
                    later(() -> contents.endClaim(key));
                }
            }
            case Contents.VOLUMES -> {
                if (object.deleting()) {
                    later(() -> contents.endVolume(key));
                }
            }
            case Contents.PODS -> later(() -> contents.endClaims(key.namespace()));
            default -> {
                // Nothing waits for objects of other kinds.
            }
        }
    }

    /** An object that is there no more. */
    private void gone(Reference reference, StoredObject last) {
        if (index.ownsAny(last.uid())) {
            later(() -> dependents.ownerGone(last.uid()));
        }
        for (StoredObject.Owner owner : last.owners()) {
            Reference there = index.find(owner.uid());
            if (there != null) {
                later(() -> dependents.deleting(there));
            }
        }
        String namespace = reference.key().namespace();
        if (!namespace.isEmpty() && contents.isTerminating(namespace)) {
            once("namespace " + namespace, () -> contents.endNamespace(namespace));
        }
        ObjectKey definition = new ObjectKey("", reference.resource());
        StoredObject defined = store.resource(Definitions.RESOURCE).get(definition);
        if (defined != null && defined.deleting()) {
            once("definition " + definition.name(), () -> contents.endDefinition(definition));
        }
        if (reference.resource().equals(Contents.PODS)) {
            later(() -> contents.endClaims(namespace));
        }
    }

    /** Work that is the same however often it is asked for before it begins. */
    private void once(String name, Runnable task) {
        if (waiting.add(name)) {
            later(() -> {
                waiting.remove(name);
                task.run();
            });
        }
    }

    private void later(Runnable task) {
        try {
            thread.execute(() -> {
                try {
                    task.run();
                } catch (RuntimeException e) {
                    LOG.error("the garbage collector failed", e);
                }
            });
        } catch (RejectedExecutionException closing) {
            LOG.debug("the garbage collector is closed");
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
