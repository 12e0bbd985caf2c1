package dev.millrace.local.apiserver.metadata;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.local.apiserver.document.Fields;
import dev.millrace.local.apiserver.failure.Problem;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** What is wrong with an object's metadata. */
public final class MetadataRules {
    private static final int ANNOTATIONS = 256 << 10;
    private static final String OWNERS = "metadata.ownerReferences";
    private static final String FINALIZERS = "metadata.finalizers";

    private static final Set<String> STANDARD_FINALIZERS =
            Set.of("kubernetes", "orphan", "foregroundDeletion", "customresourcecleanup.apiextensions.k8s.io");

    private MetadataRules() {}

    /** In itself. */
    public static List<Problem> check(JsonNode metadata, NameRules.Form form) {
        List<Problem> problems =
                new ArrayList<>(NameRules.check(form, metadata.path("name").asText(), "metadata.name"));
        problems.addAll(labels(metadata.path("labels"), "metadata.labels"));
        annotations(metadata.path("annotations"), problems);
        owners(metadata, problems);
        int index = 0;
        for (JsonNode finalizer : metadata.path("finalizers")) {
            problems.addAll(NameRules.key(finalizer.asText(), FINALIZERS + "[" + index++ + "]"));
        }
        return problems;
    }

    /** What is wrong with the finalizers of a built-in object besides: one that is not known has a domain before its name. */
    public static List<Problem> finalizers(JsonNode metadata) {
        List<Problem> problems = new ArrayList<>();
        int index = 0;
        for (String finalizer : texts(metadata.path("finalizers"))) {
            if (!finalizer.contains("/") && !STANDARD_FINALIZERS.contains(finalizer)) {
                problems.add(Problem.invalid(
                        FINALIZERS + "[" + index + "]",
                        finalizer,
                        "name is neither a standard finalizer name nor is it fully qualified"));
            }
            index++;
        }
        return problems;
    }

    /** What is wrong with labels anywhere. */
    public static List<Problem> labels(JsonNode labels, String path) {
        List<Problem> problems = new ArrayList<>();
        labels.properties().forEach(label -> {
            problems.addAll(NameRules.key(label.getKey(), path));
            problems.addAll(NameRules.value(label.getValue().asText(), path));
        });
        return problems;
    }

    private static void annotations(JsonNode annotations, List<Problem> problems) {
        long size = 0;
        for (var annotation : annotations.properties()) {
            problems.addAll(NameRules.key(annotation.getKey().toLowerCase(Locale.ROOT), "metadata.annotations"));
            size += bytes(annotation.getKey()) + bytes(annotation.getValue().asText());
        }
        if (size > ANNOTATIONS) {
            problems.add(Problem.tooLong("metadata.annotations", ANNOTATIONS));
        }
    }

    private static long bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static void owners(JsonNode metadata, List<Problem> problems) {
        List<String> controllers = new ArrayList<>();
        for (ObjectNode owner : Fields.items(metadata, "ownerReferences")) {
            for (String field : List.of("apiVersion", "kind", "name", "uid")) {
                if (Fields.text(owner, field).isEmpty()) {
                    String text = field.equals("apiVersion") ? "version must not be empty" : "must not be empty";
                    problems.add(Problem.invalid(OWNERS + "." + field, "", text));
                }
            }
            if (owner.path("controller").asBoolean()) {
                controllers.add(Fields.text(owner, "kind") + "/" + Fields.text(owner, "name"));
            }
        }
        if (controllers.size() > 1) {
            problems.add(Problem.invalidLiteral(
                    OWNERS,
                    metadata.path("ownerReferences").toString(),
                    "Only one reference can have Controller set to true. Found \"true\" in references for "
                            + controllers.get(0) + " and " + controllers.get(1)));
        }
    }

    /** In what changes: an object that is being deleted gets no further finalizers. */
    public static List<Problem> checkChange(JsonNode metadata, JsonNode before) {
        if (!before.has("deletionTimestamp")) {
            return List.of();
        }
        Set<String> added = new HashSet<>(texts(metadata.path("finalizers")));
        added.removeAll(texts(before.path("finalizers")));
        if (added.isEmpty()) {
            return List.of();
        }
        String names = added.stream().sorted().map(name -> "\"" + name + "\"").collect(Collectors.joining(", "));
        return List.of(Problem.forbidden(
                FINALIZERS,
                "no new finalizers can be added if the object is being deleted, found new finalizers []string{" + names
                        + "}"));
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(item -> texts.add(item.asText()));
        return texts;
    }
}
