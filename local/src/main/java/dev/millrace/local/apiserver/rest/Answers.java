package dev.millrace.local.apiserver.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.local.apiserver.document.Documents;
import dev.millrace.local.apiserver.failure.Refused;
import dev.millrace.local.apiserver.http.Exchange;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Answers as Kubernetes gives them. */
public final class Answers {
    public static final String JSON = "application/json";

    private Answers() {}

    public static void object(Exchange exchange, int status, JsonNode object) {
        exchange.answer(status, JSON, Documents.write(object));
    }

    /** With warnings, each in a header that kubectl prints. */
    public static void object(Exchange exchange, int status, JsonNode object, List<String> warnings) {
        if (warnings.isEmpty()) {
            object(exchange, status, object);
            return;
        }
        List<String> headers = warnings.stream()
                .map(text -> "299 - \"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"")
                .toList();
        exchange.answer(status, JSON, Documents.write(object), Map.of("Warning", headers));
    }

    public static void text(Exchange exchange, int status, String text) {
        exchange.answer(status, "text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
    }

    public static void refused(Exchange exchange, Refused refused) {
        Map<String, List<String>> headers = new HashMap<>();
        if (refused.retryAfterSeconds() > 0) {
            headers.put("Retry-After", List.of(Integer.toString(refused.retryAfterSeconds())));
        }
        exchange.answer(refused.code(), JSON, Documents.write(refused.status()), headers);
    }

    /** What a request has done where there is no object to show. */
    public static ObjectNode success(Refused.Subject subject) {
        ObjectNode status = Documents.object();
        status.put("kind", "Status").put("apiVersion", "v1").putObject("metadata");
        status.put("status", "Success");
        ObjectNode details = status.putObject("details");
        details.put("name", subject.name());
        if (!subject.group().isEmpty()) {
            details.put("group", subject.group());
        }
        details.put("kind", subject.kind());
        if (!subject.uid().isEmpty()) {
            details.put("uid", subject.uid());
        }
        return status;
    }
}
