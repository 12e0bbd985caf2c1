package dev.millrace.local.apiserver.failure;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.local.apiserver.document.Documents;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A request is refused; what a client sees is the {@link #status}. */
public final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient Reason reason;
    private final transient @Nullable Subject subject;
    private final transient List<Cause> causes;
    private final int retryAfterSeconds;

    /** What the request was about: a resource by its plural name, or for {@code Invalid} a kind. */
    public record Subject(String group, String kind, String name, String uid) {
        public Subject(String group, String kind, String name) {
            this(group, kind, name, "");
        }

        /** As Kubernetes names it in messages. */
        public String qualified() {
            return group.isEmpty() ? kind : kind + "." + group;
        }
    }

    /** One of the things that are wrong. */
    public record Cause(String reason, String message, String field) {}

    private Refused(
            Reason reason, String message, @Nullable Subject subject, List<Cause> causes, int retryAfterSeconds) {
        super(message, null, false, false);
        this.reason = reason;
        this.subject = subject;
        this.causes = List.copyOf(causes);
        this.retryAfterSeconds = retryAfterSeconds;
    }

    /** With a message of one's own. */
    public static Refused because(Reason reason, String message) {
        return new Refused(reason, message, null, List.of(), 0);
    }

    /** With a message of one's own and what it is made of. */
    public static Refused because(Reason reason, String message, List<Cause> causes) {
        return new Refused(reason, message, null, causes, 0);
    }

    /** With a message of one's own about a resource. */
    public static Refused because(Reason reason, Subject subject, String message, List<Cause> causes) {
        return new Refused(reason, message, subject, causes, 0);
    }

    /** As an API server answers whatever the request was about. */
    public static Refused generic(Reason reason, String message) {
        return new Refused(reason, message, new Subject("", "", ""), List.of(), 0);
    }

    public static Refused badRequest(String message) {
        return because(Reason.BAD_REQUEST, message);
    }

    public static Refused notFound(Subject subject) {
        return new Refused(
                Reason.NOT_FOUND, subject.qualified() + " \"" + subject.name() + "\" not found", subject, List.of(), 0);
    }

    public static Refused alreadyExists(Subject subject) {
        return new Refused(
                Reason.ALREADY_EXISTS,
                subject.qualified() + " \"" + subject.name() + "\" already exists",
                subject,
                List.of(),
                0);
    }

    public static Refused conflict(Subject subject, String why) {
        return new Refused(
                Reason.CONFLICT,
                "Operation cannot be fulfilled on " + subject.qualified() + " \"" + subject.name() + "\": " + why,
                subject,
                List.of(),
                0);
    }

    public static Refused forbidden(Subject subject, String why, List<Cause> causes) {
        String what =
                subject.name().isEmpty() ? subject.qualified() : subject.qualified() + " \"" + subject.name() + "\"";
        return new Refused(Reason.FORBIDDEN, what + " is forbidden: " + why, subject, causes, 0);
    }

    /** The object's fields are wrong; the subject's kind is the kind itself, not the resource. */
    public static Refused invalid(Subject subject, List<Problem> problems) {
        List<String> messages =
                problems.stream().map(Problem::message).distinct().toList();
        String text = messages.size() == 1 ? messages.get(0) : "[" + String.join(", ", messages) + "]";
        List<Cause> causes = problems.stream().map(Problem::cause).collect(Collectors.toList());
        return new Refused(
                Reason.INVALID,
                subject.qualified() + " \"" + subject.name() + "\" is invalid: " + text,
                subject,
                causes,
                0);
    }

    /** It may work later. */
    public static Refused tooManyRequests(
            @Nullable Subject subject, String message, List<Cause> causes, int retryAfterSeconds) {
        return new Refused(Reason.TOO_MANY_REQUESTS, message, subject, causes, retryAfterSeconds);
    }

    /** A version is asked for that is not there yet. */
    public static Refused tooEarly(String message) {
        Cause cause = new Cause("ResourceVersionTooLarge", "Too large resource version", "");
        return new Refused(Reason.TIMEOUT, message, null, List.of(cause), 1);
    }

    public Reason reason() {
        return reason;
    }

    public int code() {
        return reason.code();
    }

    public int retryAfterSeconds() {
        return retryAfterSeconds;
    }

    /** The object that a client is answered with. */
    public ObjectNode status() {
        ObjectNode status = Documents.object();
        status.put("kind", "Status").put("apiVersion", "v1").putObject("metadata");
        status.put("status", "Failure");
        status.put("message", getMessage());
        put(status, "reason", reason.wire());
        if (subject != null || !causes.isEmpty() || retryAfterSeconds > 0) {
            details(status.putObject("details"));
        }
        return status.put("code", reason.code());
    }

    private void details(ObjectNode details) {
        if (subject != null) {
            put(details, "name", subject.name());
            put(details, "group", subject.group());
            put(details, "kind", subject.kind());
            put(details, "uid", subject.uid());
        }
        if (!causes.isEmpty()) {
            ArrayNode list = details.putArray("causes");
            for (Cause cause : causes) {
                ObjectNode item = list.addObject();
                put(item, "reason", cause.reason());
                put(item, "message", cause.message());
                put(item, "field", cause.field());
            }
        }
        if (retryAfterSeconds > 0) {
            details.put("retryAfterSeconds", retryAfterSeconds);
        }
    }

    private static void put(ObjectNode node, String field, String value) {
        if (!value.isEmpty()) {
            node.put(field, value);
        }
    }
}
