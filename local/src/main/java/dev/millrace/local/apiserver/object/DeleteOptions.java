package dev.millrace.local.apiserver.object;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.local.apiserver.failure.Problem;
import dev.millrace.local.apiserver.failure.Refused;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * How an object is deleted.
 *
 * @param graceSeconds null for the object's own
 * @param uid that the object must have; empty for any
 * @param version that the object must be at; empty for any
 */
public record DeleteOptions(
        boolean dryRun, @Nullable Long graceSeconds, String uid, String version, Propagation propagation) {

    /** What becomes of the objects that an object owns. */
    public enum Propagation {
        BACKGROUND,
        FOREGROUND,
        ORPHAN
    }

    /** As the garbage collector deletes. */
    public static DeleteOptions background() {
        return new DeleteOptions(false, null, "", "", Propagation.BACKGROUND);
    }

    /**
     * Of a request.
     *
     * @param body a DeleteOptions object, or missing
     * @param query the parameter of a name, or empty; the body counts first
     */
    public static DeleteOptions of(JsonNode body, UnaryOperator<String> query) {
        JsonNode grace = body.path("gracePeriodSeconds");
        String seconds = grace.isMissingNode() || grace.isNull() ? query.apply("gracePeriodSeconds") : grace.asText();
        String policy = text(body, "propagationPolicy", query);
        String orphan = text(body, "orphanDependents", query);
        if (!policy.isEmpty() && !orphan.isEmpty()) {
            throw invalid(Problem.invalid(
                    "propagationPolicy", policy, "orphanDependents and deletionPropagation cannot be both set"));
        }
        return new DeleteOptions(
                !body.path("dryRun").isEmpty() || !query.apply("dryRun").isEmpty(),
                seconds.isEmpty() ? null : seconds(seconds),
                body.path("preconditions").path("uid").asText(),
                body.path("preconditions").path("resourceVersion").asText(),
                propagation(policy, orphan));
    }

    private static String text(JsonNode body, String field, UnaryOperator<String> query) {
        JsonNode value = body.path(field);
        return value.isMissingNode() || value.isNull() ? query.apply(field) : value.asText();
    }

    private static Long seconds(String text) {
        try {
            return Math.max(0, Long.parseLong(text));
        } catch (NumberFormatException e) {
            throw Refused.badRequest("gracePeriodSeconds is no number: " + text);
        }
    }

    private static Propagation propagation(String policy, String orphan) {
        return switch (policy) {
            case "" -> orphan.equals("true") ? Propagation.ORPHAN : Propagation.BACKGROUND;
            case "Background" -> Propagation.BACKGROUND;
            case "Foreground" -> Propagation.FOREGROUND;
            case "Orphan" -> Propagation.ORPHAN;
            default ->
                throw invalid(new Problem(
                        Problem.Type.NOT_SUPPORTED,
                        "propagationPolicy",
                        "propagationPolicy: Unsupported value: \"" + policy
                                + "\": supported values: \"Foreground\", \"Background\", \"Orphan\", \"nil\""));
        };
    }

    private static Refused invalid(Problem problem) {
        return Refused.invalid(new Refused.Subject("meta.k8s.io", "DeleteOptions", ""), List.of(problem));
    }
}
