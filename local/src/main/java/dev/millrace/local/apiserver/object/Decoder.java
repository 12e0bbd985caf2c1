package dev.millrace.local.apiserver.object;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.local.apiserver.document.Parsed;
import dev.millrace.local.apiserver.failure.Problem;
import dev.millrace.local.apiserver.failure.Refused;
import dev.millrace.local.apiserver.request.Body;
import dev.millrace.local.apiserver.resource.ResourceType;
import dev.millrace.local.apiserver.schema.BuiltInSchemas;
import dev.millrace.local.apiserver.schema.Schema;
import dev.millrace.local.apiserver.schema.Unknowns;
import dev.millrace.local.apiserver.validation.WireTypes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Turns what a client sent into an object of a type, or says why it is none. */
public final class Decoder {
    private final Schema objectMeta;

    public Decoder(BuiltInSchemas schemas) {
        this.objectMeta = schemas.schema(BuiltInSchemas.OBJECT_META);
    }

    /**
     * The object, without fields that its schema does not know.
     *
     * @param warnings gets what was left out, where the client wants to be warned
     */
    public ObjectNode decode(ResourceType type, Parsed parsed, FieldValidation validation, List<String> warnings) {
        if (!(parsed.tree() instanceof ObjectNode object)) {
            throw Body.unrecognized(
                    type.kind(),
                    "couldn't get version/kind; json parse error: json: cannot unmarshal "
                            + parsed.tree().getNodeType().name().toLowerCase(Locale.ROOT)
                            + " into Go value of type struct { APIVersion string \"json:\\\"apiVersion,omitempty\\\"\"; Kind"
                            + " string \"json:\\\"kind,omitempty\\\"\" }",
                    parsed.tree().toString().getBytes(StandardCharsets.UTF_8));
        }
        if (type.custom()) {
            checkCustomKind(type, object);
        } else {
            checkKind(type, object);
        }
        List<String> strict = new ArrayList<>();
        parsed.duplicates().forEach(path -> strict.add("duplicate field \"" + path + "\""));
        String problem = wireProblem(type, object);
        if (problem != null) {
            throw unhandled(type, problem);
        }
        List<String> unknown = Unknowns.prune(object, type.schema(), objectMeta);
        if (type.custom()) {
            unknown.sort(null);
        }
        unknown.forEach(path -> strict.add("unknown field \"" + path + "\""));
        if (!strict.isEmpty()) {
            switch (validation) {
                case IGNORE -> {}
                case WARN -> warnings.addAll(strict);
                case STRICT -> throw unhandled(type, "strict decoding error: " + String.join(", ", strict));
            }
        }
        return object;
    }

    private @Nullable String wireProblem(ResourceType type, ObjectNode object) {
        if (!type.custom()) {
            return WireTypes.problem(object, type.schema());
        }
        JsonNode metadata = object.get("metadata");
        if (metadata == null || metadata.isNull()) {
            return null;
        }
        return metadata instanceof ObjectNode fields
                ? WireTypes.problem(fields, objectMeta)
                : "json: cannot unmarshal " + metadata.getNodeType().name().toLowerCase(Locale.ROOT)
                        + " into Go struct field .metadata of type v1.ObjectMeta";
    }

    private static Refused unhandled(ResourceType type, String why) {
        return Refused.badRequest(type.kind() + " in version \"" + type.version() + "\" cannot be handled as a "
                + type.kind() + ": " + why);
    }

    /** What a built-in object does not say of its kind is what the path says. */
    private static void checkKind(ResourceType type, ObjectNode object) {
        String kind = object.path("kind").asText(type.kind());
        String apiVersion = object.path("apiVersion").asText(type.apiVersion());
        if (!kind.equals(type.kind()) || !apiVersion.equals(type.apiVersion())) {
            throw Refused.badRequest(
                    "%s in version \"%s\" cannot be handled as a %s: no kind \"%s\" is registered for version \"%s\" here"
                            .formatted(
                                    kind,
                                    apiVersion.substring(apiVersion.indexOf('/') + 1),
                                    type.kind(),
                                    kind,
                                    apiVersion));
        }
        object.put("kind", kind).put("apiVersion", apiVersion);
    }

    private static void checkCustomKind(ResourceType type, ObjectNode object) {
        String kind = object.path("kind").asText();
        if (kind.isEmpty()) {
            String text = object.toString();
            throw Body.unrecognized(
                    type.kind(), "Object 'Kind' is missing in '" + text + "'", text.getBytes(StandardCharsets.UTF_8));
        }
        String apiVersion = object.path("apiVersion").asText();
        if (!apiVersion.equals(type.apiVersion())) {
            throw Refused.badRequest("the API version in the data (" + apiVersion
                    + ") does not match the expected API version (" + type.apiVersion() + ")");
        }
        if (!kind.equals(type.kind())) {
            throw Refused.invalid(
                    new Refused.Subject(
                            type.group(),
                            kind,
                            object.path("metadata").path("name").asText()),
                    List.of(Problem.invalid("kind", kind, "must be " + type.kind())));
        }
    }
}
