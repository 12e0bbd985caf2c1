package dev.millrace.local.apiserver.access;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.local.apiserver.document.Documents;
import dev.millrace.local.apiserver.failure.Problem;
import dev.millrace.local.apiserver.failure.Reason;
import dev.millrace.local.apiserver.failure.Refused;
import dev.millrace.local.apiserver.request.Call;
import dev.millrace.local.apiserver.rest.Answers;
import dev.millrace.local.apiserver.storage.Store;
import dev.millrace.local.apiserver.storage.StoredObject;
import io.netty.handler.codec.http.HttpMethod;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** {@code serviceaccounts/token}: {@code kubectl create token}, and what a kubelet asks for pods. */
public final class TokenRequests {
    private static final long DEFAULT_SECONDS = 3600;
    private static final long LEAST_SECONDS = 600;

    private final Store store;
    private final Tokens tokens;
    private final Clock clock;

    public TokenRequests(Store store, Tokens tokens, Clock clock) {
        this.store = store;
        this.tokens = tokens;
        this.clock = clock;
    }

    public void handle(Call call) {
        if (!call.exchange().method().equals(HttpMethod.POST)) {
            throw Refused.because(
                    Reason.METHOD_NOT_ALLOWED, "the server does not allow this method on the requested resource");
        }
        StoredObject account =
                store.resource(call.type().storage()).get(call.target().key());
        if (account == null) {
            throw Refused.notFound(call.target().subject());
        }
        JsonNode spec = call.body().tree().path("spec");
        long seconds = spec.path("expirationSeconds").asLong(DEFAULT_SECONDS);
        if (seconds < LEAST_SECONDS) {
            throw Refused.invalid(
                    new Refused.Subject(
                            "authentication.k8s.io", "TokenRequest", call.path().name()),
                    List.of(Problem.invalid(
                            "spec.expirationSeconds",
                            spec.get("expirationSeconds"),
                            "may not specify a duration less than 10 minutes")));
        }
        List<String> audiences = new ArrayList<>();
        spec.path("audiences").forEach(audience -> audiences.add(audience.asText()));
        if (audiences.isEmpty()) {
            audiences.addAll(Tokens.defaultAudiences());
        }
        Instant expires = clock.instant().plusSeconds(seconds).truncatedTo(ChronoUnit.SECONDS);
        ObjectNode request = Documents.object();
        request.put("kind", "TokenRequest").put("apiVersion", "authentication.k8s.io/v1");
        request.putObject("metadata")
                .put("name", call.path().name())
                .put("namespace", call.path().namespace())
                .put(
                        "creationTimestamp",
                        clock.instant().truncatedTo(ChronoUnit.SECONDS).toString());
        ObjectNode shown = request.putObject("spec");
        ArrayNode list = shown.putArray("audiences");
        audiences.forEach(list::add);
        shown.put("expirationSeconds", seconds);
        request.putObject("status")
                .put("token", tokens.issue(account, audiences, expires))
                .put("expirationTimestamp", expires.toString());
        Answers.object(call.exchange(), 201, request);
    }
}
