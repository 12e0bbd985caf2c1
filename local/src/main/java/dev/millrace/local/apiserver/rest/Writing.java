package dev.millrace.local.apiserver.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.local.apiserver.apply.TypedPatch;
import dev.millrace.local.apiserver.document.Documents;
import dev.millrace.local.apiserver.document.Parsed;
import dev.millrace.local.apiserver.failure.Problem;
import dev.millrace.local.apiserver.failure.Refused;
import dev.millrace.local.apiserver.object.Decoder;
import dev.millrace.local.apiserver.object.DeleteOptions;
import dev.millrace.local.apiserver.object.ObjectDeleter;
import dev.millrace.local.apiserver.object.ObjectDeleter.Deleted;
import dev.millrace.local.apiserver.object.ObjectWriter;
import dev.millrace.local.apiserver.object.Target;
import dev.millrace.local.apiserver.object.WriteOptions;
import dev.millrace.local.apiserver.object.Written;
import dev.millrace.local.apiserver.patch.Patches;
import dev.millrace.local.apiserver.patch.StrategicMerge;
import dev.millrace.local.apiserver.request.Body;
import dev.millrace.local.apiserver.request.Call;
import dev.millrace.local.apiserver.resource.ResourceType;
import dev.millrace.local.apiserver.storage.Store;
import dev.millrace.local.apiserver.storage.StoredObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Create, update, patch and delete. */
public final class Writing {
    private static final String JSON_PATCH = "application/json-patch+json";
    private static final String MERGE_PATCH = "application/merge-patch+json";
    private static final String STRATEGIC_PATCH = "application/strategic-merge-patch+json";
    private static final String APPLY_PATCH = "application/apply-patch+yaml";
    /** Kinds whose deletion is answered with the object, as Kubernetes does. */
    private static final Set<String> SHOWN_WHEN_DELETED = Set.of(
            "pods", "services", "serviceaccounts", "persistentvolumes", "persistentvolumeclaims", "resourcequotas");

    private final Store store;
    private final Decoder decoder;
    private final ObjectWriter writer;
    private final ObjectDeleter deleter;

    public Writing(Store store, Decoder decoder, ObjectWriter writer, ObjectDeleter deleter) {
        this.store = store;
        this.decoder = decoder;
        this.writer = writer;
        this.deleter = deleter;
    }

    public void create(Call call) {
        WriteOptions options = call.writeOptions();
        List<String> warnings = new ArrayList<>();
        ObjectNode object = decoder.decode(call.type(), call.body(), options.validation(), warnings);
        answer(call, writer.create(call.target(), object, options, warnings));
    }

    public void update(Call call) {
        WriteOptions options = call.writeOptions();
        List<String> warnings = new ArrayList<>();
        ObjectNode object = decoder.decode(call.type(), call.body(), options.validation(), warnings);
        answer(call, writer.update(call.target(), object, options, warnings));
    }

    public void patch(Call call) {
        ResourceType type = call.type();
        switch (call.contentType()) {
            case JSON_PATCH -> patch(call, Patches::json);
            case MERGE_PATCH -> patch(call, Patches::merge);
            case STRATEGIC_PATCH -> {
                if (type.custom()) {
                    throw unsupported(call);
                }
                patch(call, (object, patch) -> StrategicMerge.merge(object, patch, type.schema()));
            }
            case APPLY_PATCH -> apply(call);
            default -> throw unsupported(call);
        }
    }

    private static Refused unsupported(Call call) {
        List<String> supported = call.type().custom()
                ? List.of(JSON_PATCH, MERGE_PATCH, APPLY_PATCH)
                : List.of(JSON_PATCH, MERGE_PATCH, STRATEGIC_PATCH, APPLY_PATCH);
        return Body.unsupported(supported);
    }

    private void patch(Call call, Patch patch) {
        WriteOptions options = call.writeOptions();
        if (options.force()) {
            throw Refused.invalid(
                    new Refused.Subject("meta.k8s.io", "PatchOptions", ""),
                    List.of(Problem.forbidden("force", "may not be specified for non-apply patch")));
        }
        JsonNode change = Body.of(call.exchange(), List.of(call.contentType())).tree();
        Written written = writer.change(
                call.target(),
                options,
                List.of(),
                (object, warnings) -> decoder.decode(
                        call.type(),
                        new Parsed(patch.apply(object, change), List.of()),
                        options.validation(),
                        warnings));
        answer(call, written);
    }

    /** What a patch does. */
    @FunctionalInterface
    private interface Patch {
        ObjectNode apply(ObjectNode object, JsonNode patch);
    }

    private void apply(Call call) {
        WriteOptions options = call.writeOptions();
        if (call.query().text("fieldManager").isEmpty()) {
            throw Refused.invalid(
                    new Refused.Subject("meta.k8s.io", "PatchOptions", ""),
                    List.of(Problem.required("fieldManager", "is required for apply patch")));
        }
        List<String> warnings = new ArrayList<>();
        Parsed body = Body.of(call.exchange(), List.of(APPLY_PATCH));
        checkTyped(call.type(), body.tree());
        ObjectNode configuration = decoder.decode(call.type(), body, options.validation(), warnings);
        answer(call, writer.apply(call.target(), configuration, options, warnings));
    }

    /** Before anything is left out of a configuration: what it says is to be applied, or refused. */
    private static void checkTyped(ResourceType type, JsonNode tree) {
        if (!(tree instanceof ObjectNode configuration)) {
            return;
        }
        String apiVersion = configuration.path("apiVersion").asText();
        String kind = configuration.path("kind").asText();
        if (!apiVersion.equals(type.apiVersion()) || !kind.equals(type.kind())) {
            String version = apiVersion.contains("/") ? apiVersion : "/" + apiVersion;
            throw Refused.badRequest("invalid object type: " + version + ", Kind=" + kind);
        }
        TypedPatch.check(configuration, type.schema());
    }

    private static void answer(Call call, Written written) {
        Answers.object(call.exchange(), written.created() ? 201 : 200, written.object(), written.warnings());
    }

    public void delete(Call call) {
        DeleteOptions options = call.deleteOptions();
        Target target = call.target();
        Deleted deleted = deleter.delete(target, options);
        if (deleted.gone() && !SHOWN_WHEN_DELETED.contains(call.type().storage())) {
            String uid = deleted.object().path("metadata").path("uid").asText();
            Answers.object(
                    call.exchange(),
                    200,
                    Answers.success(new Refused.Subject(
                            call.type().group(), call.type().names().plural(), target.name(), uid)));
        } else {
            Answers.object(call.exchange(), 200, deleted.object());
        }
    }

    public void deleteCollection(Call call) {
        DeleteOptions options = call.deleteOptions();
        Selection selection = Selection.of(call);
        ObjectNode list = Documents.object();
        list.put("kind", call.type().names().listKind())
                .put("apiVersion", call.type().apiVersion());
        list.putObject("metadata").put("resourceVersion", Long.toString(store.revision()));
        var items = list.putArray("items");
        for (StoredObject object : selection.of(store.resource(call.type().storage())
                .snapshot(call.path().namespace())
                .objects())) {
            Target target = new Target(
                    call.type(), object.key().namespace(), object.key().name(), "");
            try {
                items.add(deleter.delete(target, options).object());
            } catch (Refused refused) {
                if (refused.code() != 404) {
                    throw refused;
                }
            }
        }
        Answers.object(call.exchange(), 200, list);
    }
}
