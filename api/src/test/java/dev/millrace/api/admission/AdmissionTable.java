package dev.millrace.api.admission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A good spec of a kind, and what is accepted or refused beside it.
 *
 * @param good the spec
 * @param defaults what the API server adds to the good spec
 * @param accepted further good specs
 * @param refused bad objects
 * @param changes of an object that is there; those with a message are refused
 */
record AdmissionTable(
        String kind,
        ObjectNode good,
        ObjectNode defaults,
        List<Case> accepted,
        List<Case> refused,
        List<Case> changes) {
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    /**
     * One object beside the good one.
     *
     * @param of merged into the good spec before the object is created, where a case is a change
     * @param with merged into that
     * @param without a field of the object that is left out
     * @param name of the object
     * @param message what the refusal says
     */
    record Case(
            String what,
            @Nullable ObjectNode of,
            @Nullable ObjectNode with,
            @Nullable String without,
            @Nullable String name,
            @Nullable String message) {}

    static AdmissionTable of(Class<?> kind) {
        String file = "/admission/" + kind.getSimpleName().toLowerCase(Locale.ROOT) + ".yaml";
        try (InputStream table = AdmissionTable.class.getResourceAsStream(file)) {
            return YAML.readValue(table, AdmissionTable.class);
        } catch (IOException e) {
            throw new UncheckedIOException(file, e);
        }
    }

    /** The good spec with a merge patch (RFC 7396) applied. */
    ObjectNode spec(@Nullable ObjectNode... patches) {
        ObjectNode spec = good.deepCopy();
        for (ObjectNode patch : patches) {
            if (patch != null) {
                merge(spec, patch);
            }
        }
        return spec;
    }

    private static void merge(ObjectNode target, ObjectNode patch) {
        patch.properties().forEach(entry -> {
            String field = entry.getKey();
            JsonNode value = entry.getValue();
            if (value.isNull()) {
                target.remove(field);
            } else if (value.isObject()) {
                ObjectNode inner = target.get(field) instanceof ObjectNode there
                        ? there
                        : target.set(field, JsonNodeFactory.instance.objectNode())
                                .withObject("/" + field);
                merge(inner, (ObjectNode) value);
            } else {
                target.set(field, value);
            }
        });
    }
}
