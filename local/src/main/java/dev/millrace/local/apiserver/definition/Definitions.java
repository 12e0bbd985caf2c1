package dev.millrace.local.apiserver.definition;

import dev.millrace.local.apiserver.document.Documents;
import dev.millrace.local.apiserver.resource.Catalog;
import dev.millrace.local.apiserver.storage.Event;
import dev.millrace.local.apiserver.storage.ResourceStore;
import dev.millrace.local.apiserver.storage.Store;
import dev.millrace.local.apiserver.storage.StoredObject;

/** Serves what the stored CustomResourceDefinitions define, from the write on that stores one. */
public final class Definitions implements Store.Listener {
    /** The resource of definitions. */
    public static final String RESOURCE = "customresourcedefinitions.apiextensions.k8s.io";

    private final CustomTypes types;
    private final Catalog catalog;

    public Definitions(CustomTypes types, Catalog catalog) {
        this.types = types;
        this.catalog = catalog;
    }

    /** Serves what was stored before. */
    public void restore(Store store) {
        store.resource(RESOURCE).snapshot("").objects().forEach(this::serve);
    }

    @Override
    public void changed(ResourceStore resource, Event event) {
        if (!resource.id().equals(RESOURCE)) {
            return;
        }
        StoredObject after = event.after();
        if (after == null) {
            var spec = Documents.read(event.object().json()).path("spec");
            catalog.remove(
                    spec.path("group").asText(),
                    spec.path("names").path("plural").asText());
        } else {
            serve(after);
        }
    }

    private void serve(StoredObject definition) {
        catalog.add(types.types(definition.tree()));
    }
}
