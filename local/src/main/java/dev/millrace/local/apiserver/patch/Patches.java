package dev.millrace.local.apiserver.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.local.apiserver.document.Documents;
import dev.millrace.local.apiserver.failure.Reason;
import dev.millrace.local.apiserver.failure.Refused;
import io.fabric8.zjsonpatch.CompatibilityFlags;
import io.fabric8.zjsonpatch.JsonPatch;
import io.fabric8.zjsonpatch.JsonPatchException;
import java.util.EnumSet;

/** JSON patches (RFC 6902) and merge patches (RFC 7396). */
public final class Patches {
    private static final int MAX_OPERATIONS = 10_000;
    /** As Kubernetes reads the standard: what is replaced need not be there, what is removed must. */
    private static final EnumSet<CompatibilityFlags> FLAGS = EnumSet.of(
            CompatibilityFlags.ALLOW_MISSING_TARGET_OBJECT_ON_REPLACE, CompatibilityFlags.FORBID_REMOVE_MISSING_OBJECT);

    private Patches() {}

    /**
     * The object with a list of operations carried out.
     *
     * @param object is left as it is
     */
    public static ObjectNode json(ObjectNode object, JsonNode operations) {
        if (!operations.isArray()) {
            throw Refused.badRequest(
                    "error decoding patch: json: cannot unmarshal object into Go value of type []handlers.jsonPatchOp");
        }
        if (operations.size() > MAX_OPERATIONS) {
            throw Refused.because(
                    Reason.REQUEST_ENTITY_TOO_LARGE,
                    "The allowed maximum operations in a JSON patch is " + MAX_OPERATIONS + ", got "
                            + operations.size());
        }
        try {
            if (JsonPatch.apply(operations, object, FLAGS) instanceof ObjectNode patched) {
                return patched;
            }
            throw Refused.badRequest("the patch leaves no object");
        } catch (JsonPatchException e) {
            throw Refused.generic(Reason.INVALID, "the server rejected our request due to an error in our request");
        }
    }

    /**
     * The object with a patch laid over it: null takes away, objects are merged, all else replaces.
     *
     * @param object is left as it is
     */
    public static ObjectNode merge(ObjectNode object, JsonNode patch) {
        if (!(patch instanceof ObjectNode fields)) {
            throw Refused.badRequest(
                    "error decoding patch: json: cannot unmarshal array into Go value of type map[string]interface {}");
        }
        return merged(object, fields);
    }

    private static ObjectNode merged(JsonNode target, ObjectNode patch) {
        ObjectNode result = target instanceof ObjectNode object ? object.deepCopy() : Documents.object();
        patch.properties().forEach(entry -> {
            JsonNode value = entry.getValue();
            if (value.isNull()) {
                result.remove(entry.getKey());
            } else if (value instanceof ObjectNode inner) {
                result.set(entry.getKey(), merged(result.path(entry.getKey()), inner));
            } else {
                result.set(entry.getKey(), value);
            }
        });
        return result;
    }
}
