package dev.millrace.local.apiserver.request;

import com.fasterxml.jackson.databind.node.MissingNode;
import dev.millrace.local.apiserver.document.Parsed;
import dev.millrace.local.apiserver.failure.Refused;
import dev.millrace.local.apiserver.http.Exchange;
import dev.millrace.local.apiserver.object.DeleteOptions;
import dev.millrace.local.apiserver.object.FieldValidation;
import dev.millrace.local.apiserver.object.Target;
import dev.millrace.local.apiserver.object.WriteOptions;
import dev.millrace.local.apiserver.resource.ResourceType;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.util.List;

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
        return Body.of(exchange);
    }

    /** How the write of this request is to be carried out. */
    public WriteOptions writeOptions() {
        String manager = query.text("fieldManager");
        if (manager.length() > MAX_MANAGER) {
            throw Refused.badRequest("fieldManager: Too long: may not be more than 128 bytes");
        }
        return new WriteOptions(
                dryRun(),
                FieldValidation.of(query.text("fieldValidation")),
                manager.isEmpty() ? program() : manager,
                query.flag("force"));
    }

    /** Whether nothing is to be written. */
    public boolean dryRun() {
        List<String> values = query.values().getOrDefault("dryRun", List.of());
        for (String value : values) {
            if (!value.equals("All")) {
                throw Refused.badRequest("dryRun: Unsupported value: \"" + value + "\": supported values: \"All\"");
            }
        }
        return !values.isEmpty();
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
