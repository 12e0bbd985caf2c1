package dev.millrace.local.apiserver.object;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.local.apiserver.document.Fields;
import dev.millrace.local.apiserver.failure.Problem;
import dev.millrace.local.apiserver.failure.Reason;
import dev.millrace.local.apiserver.failure.Refused;
import java.util.List;
import java.util.regex.Pattern;

/** Which object a request means: what its path, its body and what is stored say of name, namespace, UID and version has to agree. */
final class Identity {
    static final String CHANGED =
            "the object has been modified; please apply your changes to the latest version and try again";

    private static final String METADATA = "metadata";
    private static final String VERSION = "resourceVersion";
    private static final Pattern VERSION_NUMBER = Pattern.compile("[0-9]*");

    private Identity() {}

    /**
     * The target with the name that an object gives itself, or that is made for it, and the object with both.
     *
     * @throws Refused if the object says another name or namespace than the path
     */
    static Target named(Target target, ObjectNode metadata) {
        String name = Fields.text(metadata, "name");
        String prefix = Fields.text(metadata, "generateName");
        String namespace = Fields.text(metadata, "namespace");
        if (!target.name().isEmpty() && !name.isEmpty() && !name.equals(target.name())) {
            throw otherName(target, name);
        }
        if (!namespace.isEmpty() && !namespace.equals(target.namespace())) {
            throw Refused.badRequest(
                    target.type().namespaced()
                            ? "the namespace of the provided object does not match the namespace sent on the request"
                            : "the namespace of the object (" + namespace
                                    + ") does not match the namespace on the URL ()");
        }
        if (target.type().namespaced()) {
            metadata.put("namespace", target.namespace());
        } else {
            metadata.remove("namespace");
        }
        if (name.isEmpty() && !prefix.isEmpty()) {
            metadata.put("name", Stamps.name(prefix));
        } else if (name.isEmpty() && !target.name().isEmpty()) {
            metadata.put("name", target.name());
        } else if (name.isEmpty()) {
            throw Refused.invalid(
                    target.type().kindSubject(""),
                    List.of(Problem.required("metadata.name", "name or generateName is required")));
        }
        return target.named(metadata.get("name").asText());
    }

    /** Refuses an object that does not say its name. */
    static void requireName(Target target, ObjectNode metadata) {
        if (Fields.text(metadata, "name").isEmpty()) {
            throw Refused.badRequest("the name of the object (" + target.name()
                    + " based on URL) was undeterminable: name must be provided");
        }
    }

    /** Whether a change is meant for the object that is there. */
    static void check(Target target, ObjectNode before, ObjectNode object) {
        ObjectNode was = Fields.made(before, METADATA);
        ObjectNode is = Fields.made(object, METADATA);
        String name = Fields.text(is, "name");
        if (!name.isEmpty() && !name.equals(target.name())) {
            throw otherName(target, name);
        }
        String uid = Fields.text(is, "uid");
        if (!uid.isEmpty() && !uid.equals(Fields.text(was, "uid"))) {
            throw Refused.conflict(
                    target.subject(),
                    "Precondition failed: UID in precondition: " + uid + ", UID in object meta: "
                            + Fields.text(was, "uid"));
        }
        String version = Fields.text(is, VERSION);
        if (!VERSION_NUMBER.matcher(version).matches()) {
            throw Refused.because(Reason.UNKNOWN, "strconv.ParseUint: parsing \"" + version + "\": invalid syntax");
        }
        if (!version.isEmpty() && !version.equals("0") && !version.equals(Fields.text(was, VERSION))) {
            throw Refused.conflict(target.subject(), CHANGED);
        }
    }

    private static Refused otherName(Target target, String name) {
        return Refused.badRequest(
                "the name of the object (" + name + ") does not match the name on the URL (" + target.name() + ")");
    }
}
