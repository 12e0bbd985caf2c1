package dev.millrace.local.apiserver.definition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.local.apiserver.document.Fields;
import dev.millrace.local.apiserver.failure.Problem;
import dev.millrace.local.apiserver.object.Stamps;
import dev.millrace.local.apiserver.resource.KindRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** CustomResourceDefinitions: accepted as soon as they are stored. */
public final class DefinitionRules implements KindRules {
    /** A definition goes when its objects are gone: a finalizer of its own waits for them. */
    public static final String FINALIZER = "customresourcecleanup.apiextensions.k8s.io";

    private final Stamps stamps;

    public DefinitionRules(Stamps stamps) {
        this.stamps = stamps;
    }

    @Override
    public void fillIn(ObjectNode object) {
        ObjectNode spec = Fields.child(object, "spec");
        ObjectNode names = Fields.child(spec, "names");
        if (spec == null || names == null) {
            return;
        }
        String kind = Fields.text(names, "kind");
        Fields.byDefault(names, "singular", kind.toLowerCase(Locale.ROOT));
        Fields.byDefault(names, "listKind", kind + "List");
        if (!Fields.has(spec, "conversion")) {
            spec.putObject("conversion").put("strategy", "None");
        }
    }

    @Override
    public void beginCreate(ObjectNode object) {
        ObjectNode status = object.putObject("status");
        ArrayNode conditions = status.putArray("conditions");
        condition(conditions, "NamesAccepted", "NoConflicts", "no conflicts found");
        condition(conditions, "Established", "InitialNamesAccepted", "the initial names have been accepted");
        accept(object);
        ArrayNode finalizers = Fields.made(object, "metadata").withArray("/finalizers");
        if (finalizers.valueStream().noneMatch(name -> name.asText().equals(FINALIZER))) {
            finalizers.add(FINALIZER);
        }
    }

    @Override
    public void beginUpdate(ObjectNode object, ObjectNode before) {
        accept(object);
    }

    private static void accept(ObjectNode object) {
        ObjectNode status = Fields.made(object, "status");
        JsonNode spec = object.path("spec");
        status.set("acceptedNames", spec.path("names"));
        ArrayNode stored = status.withArray("/storedVersions");
        for (JsonNode version : spec.path("versions")) {
            String name = version.path("name").asText();
            if (version.path("storage").asBoolean()
                    && stored.valueStream().noneMatch(there -> there.asText().equals(name))) {
                stored.add(name);
            }
        }
    }

    private void condition(ArrayNode conditions, String type, String reason, String message) {
        conditions
                .addObject()
                .put("type", type)
                .put("status", "True")
                .put("lastTransitionTime", stamps.now())
                .put("reason", reason)
                .put("message", message);
    }

    @Override
    public List<Problem> check(ObjectNode object) {
        List<Problem> problems = new ArrayList<>();
        JsonNode spec = object.path("spec");
        String plural = spec.path("names").path("plural").asText();
        String group = spec.path("group").asText();
        String name = object.path("metadata").path("name").asText();
        if (!name.equals(plural + "." + group)) {
            problems.add(Problem.invalid("metadata.name", name, "must be spec.names.plural+\".\"+spec.group"));
        }
        long storage = 0;
        for (JsonNode version : spec.path("versions")) {
            storage += version.path("storage").asBoolean() ? 1 : 0;
        }
        if (storage != 1) {
            problems.add(Problem.invalid(
                    "spec.versions", spec.get("versions"), "must have exactly one version marked as storage version"));
        }
        return problems;
    }

    @Override
    public List<Problem> checkChange(ObjectNode object, ObjectNode before) {
        List<Problem> problems = new ArrayList<>();
        JsonNode spec = object.path("spec");
        JsonNode was = before.path("spec");
        for (String field : List.of("group", "scope")) {
            if (!spec.path(field).equals(was.path(field))) {
                problems.add(Problem.invalid("spec." + field, spec.get(field), "field is immutable"));
            }
        }
        for (String field : List.of("kind", "plural")) {
            if (!spec.path("names").path(field).equals(was.path("names").path(field))) {
                problems.add(Problem.invalid(
                        "spec.names." + field, spec.path("names").get(field), "field is immutable"));
            }
        }
        return problems;
    }
}
