package dev.millrace.local.apiserver.object;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.local.apiserver.document.Parsed;
import dev.millrace.local.apiserver.failure.Refused;
import dev.millrace.local.apiserver.resource.ResourceType;
import dev.millrace.local.apiserver.schema.BuiltInSchemas;
import dev.millrace.local.apiserver.schema.Schema;
import dev.millrace.local.apiserver.schema.Unknowns;
import dev.millrace.local.apiserver.validation.WireTypes;
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
            throw Refused.badRequest("couldn't get version/kind; json parse error: json: cannot unmarshal "
                    + parsed.tree().getNodeType().name().toLowerCase(Locale.ROOT)
                    + " into Go value of type struct { APIVersion string \"json:\\\"apiVersion,omitempty\\\"\"; Kind string"
                    + " \"json:\\\"kind,omitempty\\\"\" }");
        }
        checkKind(type, object);
        List<String> strict = new ArrayList<>();
        parsed.duplicates().forEach(path -> strict.add("duplicate field \"" + path + "\""));
        String problem = wireProblem(type, object);
        if (problem != null) {
            throw unhandled(type, problem);
        }
        Unknowns.prune(object, type.schema(), objectMeta).forEach(path -> strict.add("unknown field \"" + path + "\""));
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

    private static void checkKind(ResourceType type, ObjectNode object) {
        String kind = object.path("kind").asText();
        String apiVersion = object.path("apiVersion").asText();
        if (kind.isEmpty()) {
            throw Refused.badRequest("Object 'Kind' is missing in '" + shortened(object) + "'");
        }
        if (apiVersion.isEmpty()) {
            throw Refused.badRequest("Object 'apiVersion' is missing in '" + shortened(object) + "'");
        }
        if (!apiVersion.equals(type.apiVersion())) {
            throw Refused.badRequest("the API version in the data (" + apiVersion
                    + ") does not match the expected API version (" + type.apiVersion() + ")");
        }
        if (!kind.equals(type.kind())) {
            throw Refused.badRequest(
                    "the kind in the data (" + kind + ") does not match the expected kind (" + type.kind() + ")");
        }
    }

    private static String shortened(ObjectNode object) {
        String text = object.toString();
        return text.length() > 200 ? text.substring(0, 200) + "…" : text;
    }
}
