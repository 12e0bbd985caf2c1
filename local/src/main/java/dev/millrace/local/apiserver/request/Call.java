package dev.millrace.local.apiserver.request;

import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.millrace.local.apiserver.document.Documents;
import dev.millrace.local.apiserver.document.Parsed;
import dev.millrace.local.apiserver.failure.Problem;
import dev.millrace.local.apiserver.failure.Refused;
import dev.millrace.local.apiserver.http.Exchange;
import dev.millrace.local.apiserver.object.DeleteOptions;
import dev.millrace.local.apiserver.object.FieldValidation;
import dev.millrace.local.apiserver.object.Target;
import dev.millrace.local.apiserver.object.WriteOptions;
import dev.millrace.local.apiserver.resource.ResourceType;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A request to a resource that is served. */
public record Call(Exchange exchange, ResourceType type, ResourcePath path, Query query) {
    private static final int MAX_MANAGER = 128;

    public Target target() {
        return new Target(type, path.namespace(), path.name(), path.subresource());
    }

    /** The media type of the body. */
    public String contentType() {
        return Body.contentType(exchange);
    }

    /** The body of a POST or PUT. */
    public Parsed body() {
        return Body.of(exchange, type.kind());
    }

    /** How the write of this request is to be carried out. */
    public WriteOptions writeOptions() {
        String manager = query.text("fieldManager");
        checkOptions(manager);
        return new WriteOptions(
                !dryRun().isEmpty(),
                FieldValidation.of(query.text("fieldValidation")),
                manager.isEmpty() ? program() : manager,
                query.flag("force"));
    }

    private List<String> dryRun() {
        return query.values().getOrDefault("dryRun", List.of());
    }

    private void checkOptions(String manager) {
        List<Problem> problems = new ArrayList<>();
        if (manager.length() > MAX_MANAGER) {
            problems.add(Problem.tooLong("fieldManager", MAX_MANAGER));
        }
        for (int i = 0; i < manager.length(); i++) {
            char letter = manager.charAt(i);
            if (Character.isISOControl(letter)) {
                problems.add(Problem.invalid(
                        "fieldManager",
                        manager,
                        "invalid character U+%04X (at position %d)".formatted((int) letter, i)));
            }
        }
        if (!Set.of("All").containsAll(dryRun())) {
            problems.add(new Problem(
                    Problem.Type.NOT_SUPPORTED,
                    "dryRun",
                    "dryRun: Unsupported value: " + Documents.JSON.valueToTree(dryRun())
                            + ": supported values: \"All\""));
        }
        String validation = query.text("fieldValidation");
        if (!FieldValidation.SUPPORTED.contains(validation)) {
            problems.add(
                    Problem.notSupported("fieldValidation", TextNode.valueOf(validation), FieldValidation.SUPPORTED));
        }
        if (!problems.isEmpty()) {
            throw Refused.invalid(new Refused.Subject("meta.k8s.io", options(), ""), problems);
        }
    }

    /** The kind that the options of this request are of. */
    private String options() {
        return switch (exchange.method().name()) {
            case "POST" -> "CreateOptions";
            case "PATCH" -> "PatchOptions";
            default -> "UpdateOptions";
        };
    }

    /** The name of the client's program, as its user agent begins. */
    private String program() {
        String agent = exchange.headers().get(HttpHeaderNames.USER_AGENT, "unknown");
        int slash = agent.indexOf('/');
        String program = slash < 0 ? agent : agent.substring(0, slash);
        return program.isEmpty() ? "unknown" : program.substring(0, Math.min(MAX_MANAGER, program.length()));
    }

    public DeleteOptions deleteOptions() {
        if (exchange.body().length == 0) {
            return DeleteOptions.of(MissingNode.getInstance(), query::text);
        }
        return DeleteOptions.of(body().tree(), query::text);
    }
}
