package dev.millrace.local.apiserver.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.local.apiserver.document.Documents;
import dev.millrace.local.apiserver.document.Fields;
import dev.millrace.local.apiserver.failure.Problem;
import dev.millrace.local.apiserver.failure.Reason;
import dev.millrace.local.apiserver.failure.Refused;
import dev.millrace.local.apiserver.object.ObjectWriter;
import dev.millrace.local.apiserver.patch.Patches;
import dev.millrace.local.apiserver.request.Body;
import dev.millrace.local.apiserver.request.Call;
import dev.millrace.local.apiserver.resource.ScalePaths;
import dev.millrace.local.apiserver.selector.SelectorText;
import dev.millrace.local.apiserver.storage.Store;
import dev.millrace.local.apiserver.storage.StoredObject;
import java.util.List;
import java.util.Objects;

/** The scale subresource: the number of replicas of whatever has one, as {@code autoscaling/v1} writes it. */
public final class Scale {
    private static final List<String> PATCHES = List.of(
            "application/merge-patch+json", "application/json-patch+json", "application/strategic-merge-patch+json");

    private final Store store;
    private final ObjectWriter writer;

    public Scale(Store store, ObjectWriter writer) {
        this.store = store;
        this.writer = writer;
    }

    public void handle(Call call) {
        switch (call.exchange().method().name()) {
            case "GET" -> Answers.object(call.exchange(), 200, scale(call, current(call)));
            case "PUT" -> {
                JsonNode sent = call.body().tree();
                if (!sent.path("kind").asText("Scale").equals("Scale")) {
                    throw Refused.badRequest("a Scale of autoscaling/v1 is wanted, not a "
                            + sent.path("kind").asText());
                }
                replace(call, sent);
            }
            case "PATCH" -> {
                JsonNode patch = Body.of(call.exchange(), PATCHES).tree();
                ObjectNode scale = scale(call, current(call));
                replace(call, patch.isArray() ? Patches.json(scale, patch) : Patches.merge(scale, patch));
            }
            default -> throw Resources.notAllowed();
        }
    }

    private void replace(Call call, JsonNode scale) {
        JsonNode replicas = scale.path("spec").path("replicas");
        JsonNode version = scale.path("metadata").path("resourceVersion");
        boolean number = replicas.isMissingNode() || replicas.isIntegralNumber();
        // What a CRD's objects may have, their own rules say.
        if (!number || (replicas.asLong() < 0 && !call.type().custom())) {
            throw Refused.invalid(
                    new Refused.Subject("autoscaling", "Scale", call.path().name()),
                    List.of(Problem.invalid("spec.replicas", replicas, "must be greater than or equal to 0")));
        }
        ObjectNode written = writer.change(call.target(), call.writeOptions(), List.of(), (object, warnings) -> {
                    if (!version.asText().isEmpty()) {
                        Fields.made(object, "metadata").put("resourceVersion", version.asText());
                    }
                    set(object, paths(call).specReplicas(), replicas.asLong());
                    return object;
                })
                .object();
        Answers.object(call.exchange(), 200, scale(call, written));
    }

    private ObjectNode current(Call call) {
        StoredObject stored =
                store.resource(call.type().storage()).get(call.target().key());
        if (stored == null) {
            throw Refused.notFound(call.target().subject());
        }
        return call.type().shown(stored.tree());
    }

    private static ScalePaths paths(Call call) {
        return Objects.requireNonNull(call.type().scale());
    }

    private static ObjectNode scale(Call call, ObjectNode object) {
        ScalePaths paths = paths(call);
        JsonNode metadata = object.path("metadata");
        ObjectNode scale = Documents.object();
        scale.put("kind", "Scale").put("apiVersion", "autoscaling/v1");
        ObjectNode shown = scale.putObject("metadata");
        for (String field : List.of("name", "namespace", "uid", "resourceVersion", "creationTimestamp")) {
            if (metadata.has(field)) {
                shown.set(field, metadata.get(field));
            }
        }
        JsonNode replicas = at(object, paths.specReplicas());
        if (replicas.isMissingNode() && call.type().custom()) {
            String why = "the spec replicas field \"" + paths.specReplicas() + "\" does not exist";
            throw Refused.because(
                    Reason.INTERNAL_ERROR, "Internal error occurred: " + why, List.of(new Refused.Cause("", why, "")));
        }
        scale.putObject("spec").set("replicas", Documents.number(replicas.asLong()));
        ObjectNode status = scale.putObject("status");
        status.put("replicas", at(object, paths.statusReplicas()).asLong());
        String selector = call.type().custom()
                ? at(object, paths.selector()).asText()
                : SelectorText.of(object.path("spec").path("selector"));
        if (!selector.isEmpty()) {
            status.put("selector", selector);
        }
        return scale;
    }

    private static JsonNode at(JsonNode object, String path) {
        JsonNode node = object;
        for (String name : names(path)) {
            node = node.path(name);
        }
        return path.isEmpty() ? object.path("") : node;
    }

    private static void set(ObjectNode object, String path, long value) {
        List<String> names = names(path);
        ObjectNode parent = object;
        for (String name : names.subList(0, names.size() - 1)) {
            parent = Fields.made(parent, name);
        }
        parent.set(names.get(names.size() - 1), Documents.number(value));
    }

    private static List<String> names(String path) {
        return path.isEmpty() ? List.of() : List.of(path.substring(1).split("\\.", -1));
    }
}
