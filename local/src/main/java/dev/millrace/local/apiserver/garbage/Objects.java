package dev.millrace.local.apiserver.garbage;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.local.apiserver.failure.Refused;
import dev.millrace.local.apiserver.garbage.OwnerIndex.Reference;
import dev.millrace.local.apiserver.object.DeleteOptions;
import dev.millrace.local.apiserver.object.ObjectDeleter;
import dev.millrace.local.apiserver.object.ObjectWriter;
import dev.millrace.local.apiserver.object.Target;
import dev.millrace.local.apiserver.object.WriteOptions;
import dev.millrace.local.apiserver.resource.Catalog;
import dev.millrace.local.apiserver.resource.ResourceType;
import dev.millrace.local.apiserver.storage.Store;
import dev.millrace.local.apiserver.storage.StoredObject;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Objects as the collector handles them: what is gone meanwhile is as good as done. */
final class Objects {
    private static final Logger LOG = LoggerFactory.getLogger(Objects.class);
    private static final WriteOptions WRITES = WriteOptions.internal("kube-controller-manager");

    private final Store store;
    private final Catalog catalog;
    private final ObjectWriter writer;
    private final ObjectDeleter deleter;

    Objects(Store store, Catalog catalog, ObjectWriter writer, ObjectDeleter deleter) {
        this.store = store;
        this.catalog = catalog;
        this.writer = writer;
        this.deleter = deleter;
    }

    @Nullable
    StoredObject find(Reference reference) {
        return store.resource(reference.resource()).get(reference.key());
    }

    void change(Reference reference, Consumer<ObjectNode> change) {
        change(reference, "", change);
    }

    void change(Reference reference, String subresource, Consumer<ObjectNode> change) {
        attempt(
                reference,
                subresource,
                target -> writer.change(target, WRITES, List.of(), (tree, warnings) -> {
                    change.accept(tree);
                    return tree;
                }));
    }

    void delete(Reference reference, DeleteOptions options) {
        attempt(reference, "", target -> deleter.delete(target, options));
    }

    void create(ResourceType type, String namespace, ObjectNode object) {
        Target target = new Target(type, namespace, "", "");
        try {
            writer.create(target, object, WRITES, List.of());
        } catch (Refused refused) {
            tell(
                    refused,
                    "create",
                    namespace + "/" + object.path("metadata").path("name").asText());
        }
    }

    private void attempt(Reference reference, String subresource, Consumer<Target> action) {
        ResourceType type = catalog.ofStorage(reference.resource());
        if (type == null) {
            return;
        }
        try {
            action.accept(new Target(
                    type, reference.key().namespace(), reference.key().name(), subresource));
        } catch (Refused refused) {
            tell(refused, "collect", reference.toString());
        }
    }

    private static void tell(Refused refused, String what, String object) {
        if (refused.code() != 404 && refused.code() != 409) {
            LOG.warn("could not {} object={} cause={}", what, object, refused.getMessage());
        }
    }
}
