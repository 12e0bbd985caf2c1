package dev.millrace.local.apiserver.garbage;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.local.apiserver.definition.DefinitionRules;
import dev.millrace.local.apiserver.definition.Definitions;
import dev.millrace.local.apiserver.document.Documents;
import dev.millrace.local.apiserver.document.Fields;
import dev.millrace.local.apiserver.garbage.OwnerIndex.Reference;
import dev.millrace.local.apiserver.object.DeleteOptions;
import dev.millrace.local.apiserver.resource.Catalog;
import dev.millrace.local.apiserver.resource.ResourceType;
import dev.millrace.local.apiserver.storage.ObjectKey;
import dev.millrace.local.apiserver.storage.ResourceStore;
import dev.millrace.local.apiserver.storage.Store;
import dev.millrace.local.apiserver.storage.StoredObject;

/** A namespace goes when all that is in it is gone, a definition when all of its objects are, a claim when no pod uses it. */
final class Contents {
    static final String NAMESPACES = "namespaces";
    static final String CLAIMS = "persistentvolumeclaims";
    static final String VOLUMES = "persistentvolumes";
    static final String PODS = "pods";

    private static final String CLAIM_FINALIZER = "kubernetes.io/pvc-protection";
    private static final String VOLUME_FINALIZER = "kubernetes.io/pv-protection";

    private final Store store;
    private final Catalog catalog;
    private final Objects objects;

    Contents(Store store, Catalog catalog, Objects objects) {
        this.store = store;
        this.catalog = catalog;
        this.objects = objects;
    }

    /** What every namespace has. */
    void begin(String namespace) {
        ResourceType accounts = catalog.find("", "v1", "serviceaccounts");
        if (accounts == null || store.resource(accounts.storage()).get(new ObjectKey(namespace, "default")) != null) {
            return;
        }
        ObjectNode account = Documents.object().put("apiVersion", "v1").put("kind", "ServiceAccount");
        account.putObject("metadata").put("name", "default");
        objects.create(accounts, namespace, account);
    }

    boolean isTerminating(String namespace) {
        StoredObject object = store.resource(NAMESPACES).get(new ObjectKey("", namespace));
        return object != null && object.deleting();
    }

    /** Empties a namespace that is being deleted, and lets it go when it is empty. */
    void endNamespace(String namespace) {
        if (!isTerminating(namespace)) {
            return;
        }
        boolean empty = true;
        for (ResourceStore resource : store.resources()) {
            if (resource.id().equals(NAMESPACES)) {
                continue;
            }
            empty &= deleteAll(resource, namespace);
        }
        if (empty) {
            objects.change(new Reference(NAMESPACES, new ObjectKey("", namespace)), "finalize", tree -> Fields.made(
                            tree, "spec")
                    .remove("finalizers"));
        }
    }

    /** Whether nothing is left. */
    private boolean deleteAll(ResourceStore resource, String namespace) {
        for (StoredObject object : resource.snapshot(namespace).objects()) {
            if (!object.deleting()) {
                objects.delete(new Reference(resource.id(), object.key()), DeleteOptions.background());
            }
        }
        return resource.isEmpty(namespace);
    }

    /** Deletes the objects of a definition that is being deleted, and lets it go when there are none. */
    void endDefinition(ObjectKey key) {
        Reference reference = new Reference(Definitions.RESOURCE, key);
        StoredObject definition = objects.find(reference);
        if (definition != null && definition.deleting() && deleteAll(store.resource(key.name()), "")) {
            objects.change(reference, tree -> Dependents.removeFinalizer(tree, DefinitionRules.FINALIZER));
        }
    }

    /** Lets a claim that is being deleted go when no pod uses it. */
    void endClaim(ObjectKey key) {
        Reference reference = new Reference(CLAIMS, key);
        StoredObject claim = objects.find(reference);
        if (claim != null && claim.deleting() && !isUsed(key)) {
            objects.change(reference, tree -> Dependents.removeFinalizer(tree, CLAIM_FINALIZER));
        }
    }

    /** Lets the claims of a namespace go that only waited for a pod. */
    void endClaims(String namespace) {
        for (StoredObject claim : store.resource(CLAIMS).snapshot(namespace).objects()) {
            if (claim.deleting()) {
                endClaim(claim.key());
            }
        }
    }

    private boolean isUsed(ObjectKey claim) {
        for (StoredObject pod : store.resource(PODS).snapshot(claim.namespace()).objects()) {
            ObjectNode tree = pod.tree();
            String phase = tree.path("status").path("phase").asText();
            boolean runs = !tree.path("spec").path("nodeName").asText().isEmpty()
                    && !phase.equals("Succeeded")
                    && !phase.equals("Failed");
            if (!runs) {
                continue;
            }
            for (ObjectNode volume : Fields.items(tree.path("spec"), "volumes")) {
                if (volume.path("persistentVolumeClaim")
                        .path("claimName")
                        .asText()
                        .equals(claim.name())) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Lets a volume that is being deleted go when no claim is bound to it. */
    void endVolume(ObjectKey key) {
        Reference reference = new Reference(VOLUMES, key);
        StoredObject volume = objects.find(reference);
        if (volume != null
                && volume.deleting()
                && !volume.tree().path("status").path("phase").asText().equals("Bound")) {
            objects.change(reference, tree -> Dependents.removeFinalizer(tree, VOLUME_FINALIZER));
        }
    }
}
