package dev.millrace.local.apiserver.access;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.local.apiserver.document.Documents;
import dev.millrace.local.apiserver.document.Fields;
import dev.millrace.local.apiserver.failure.Problem;
import dev.millrace.local.apiserver.failure.Reason;
import dev.millrace.local.apiserver.failure.Refused;
import dev.millrace.local.apiserver.http.Exchange;
import dev.millrace.local.apiserver.request.Body;
import dev.millrace.local.apiserver.rest.Answers;
import io.netty.handler.codec.http.HttpMethod;
import java.util.ArrayList;
import java.util.List;

/** Questions that are answered and not stored: who a token is of, and who may do what. */
public final class Reviews {
    private static final String TOKEN = "TokenReview";
    private static final String SELF = "SelfSubjectReview";
    private static final String ACCESS = "SubjectAccessReview";
    private static final String SELF_ACCESS = "SelfSubjectAccessReview";
    private static final String LOCAL_ACCESS = "LocalSubjectAccessReview";
    private static final String RULES = "SelfSubjectRulesReview";

    private final Access access;
    private final Tokens tokens;
    private final Policy policy;

    public Reviews(Access access, Tokens tokens, Policy policy) {
        this.access = access;
        this.tokens = tokens;
        this.policy = policy;
    }

    /** Answers under {@code /apis/authentication.k8s.io/v1/} and {@code /apis/authorization.k8s.io/v1/}. */
    public void handle(Exchange exchange, String path) {
        String[] parts = path.substring(1).split("/", -1);
        String plural = parts[parts.length - 1];
        String namespace = parts.length == 6 && parts[3].equals("namespaces") ? parts[4] : "";
        String group = parts[1];
        boolean local = plural.equals("localsubjectaccessreviews");
        boolean depth = parts.length == (local ? 6 : 4);
        String kind =
                switch (depth ? group + "/" + plural : "") {
                    case "authentication.k8s.io/tokenreviews" -> TOKEN;
                    case "authentication.k8s.io/selfsubjectreviews" -> SELF;
                    case "authorization.k8s.io/subjectaccessreviews" -> ACCESS;
                    case "authorization.k8s.io/selfsubjectaccessreviews" -> SELF_ACCESS;
                    case "authorization.k8s.io/localsubjectaccessreviews" -> LOCAL_ACCESS;
                    case "authorization.k8s.io/selfsubjectrulesreviews" -> RULES;
                    default -> "";
                };
        if (kind.isEmpty()) {
            Answers.text(exchange, 404, "404 page not found\n");
            return;
        }
        if (!exchange.method().equals(HttpMethod.POST)) {
            throw Refused.because(
                    Reason.METHOD_NOT_ALLOWED, "the server does not allow this method on the requested resource");
        }
        User user = access.user(exchange);
        JsonNode sent = Body.of(exchange, "review").tree();
        ObjectNode review = Documents.object();
        review.put("kind", kind)
                .put("apiVersion", group + "/v1")
                .set("metadata", sent.path("metadata").deepCopy());
        Fields.made(review, "metadata");
        ObjectNode spec = sent.get("spec") instanceof ObjectNode there ? there : Documents.object();
        review.set("spec", spec);
        ObjectNode status = review.putObject("status");
        switch (kind) {
            case TOKEN -> token(spec, status);
            case SELF -> {
                review.remove("spec");
                user(user, status.putObject("userInfo"));
            }
            case RULES -> rules(user, spec, status);
            case LOCAL_ACCESS -> {
                if (!spec.path("resourceAttributes").path("namespace").asText().equals(namespace)) {
                    throw Refused.badRequest("must match spec.resourceAttributes.namespace");
                }
                access(asked(spec), spec, status);
            }
            case SELF_ACCESS -> access(user, spec, status);
            default -> access(asked(spec), spec, status);
        }
        Answers.object(exchange, 201, review);
    }

    private void token(ObjectNode spec, ObjectNode status) {
        User user = tokens.verify(spec.path("token").asText());
        if (user == null) {
            status.putObject("user");
            status.put("error", "invalid bearer token");
            return;
        }
        status.put("authenticated", true);
        user(user, status.putObject("user"));
        JsonNode audiences = spec.path("audiences");
        if (!audiences.isEmpty()) {
            status.set("audiences", audiences);
        }
    }

    private static void user(User user, ObjectNode info) {
        info.put("username", user.name());
        if (!user.uid().isEmpty()) {
            info.put("uid", user.uid());
        }
        ArrayNode groups = info.putArray("groups");
        user.groups().forEach(groups::add);
    }

    private static User asked(ObjectNode spec) {
        List<String> groups = new ArrayList<>();
        spec.path("groups").forEach(group -> groups.add(group.asText()));
        String name = spec.path("user").asText();
        if (name.isEmpty() && groups.isEmpty()) {
            throw Refused.invalid(
                    new Refused.Subject("authorization.k8s.io", ACCESS, ""),
                    List.of(Problem.invalid("spec.user", name, "at least one of user or group must be specified")));
        }
        return new User(name, spec.path("uid").asText(), List.copyOf(groups));
    }

    private void access(User user, ObjectNode spec, ObjectNode status) {
        status.put("allowed", policy.allows(user, action(spec)));
    }

    private static Action action(ObjectNode spec) {
        JsonNode resource = spec.path("resourceAttributes");
        JsonNode path = spec.path("nonResourceAttributes");
        if (resource.isObject() == path.isObject()) {
            throw Refused.invalid(
                    new Refused.Subject("authorization.k8s.io", ACCESS, ""),
                    List.of(Problem.invalid(
                            "spec.resourceAttributes",
                            resource.isObject() ? resource : null,
                            "exactly one of nonResourceAttributes or resourceAttributes must be specified")));
        }
        if (path.isObject()) {
            return Action.onPath(path.path("verb").asText(), path.path("path").asText());
        }
        return new Action(
                resource.path("verb").asText(),
                resource.path("group").asText(),
                resource.path("resource").asText(),
                resource.path("subresource").asText(),
                resource.path("namespace").asText(),
                resource.path("name").asText(),
                "");
    }

    private void rules(User user, ObjectNode spec, ObjectNode status) {
        ArrayNode resources = status.putArray("resourceRules");
        ArrayNode paths = status.putArray("nonResourceRules");
        policy.rules(user, spec.path("namespace").asText(), (rule, ofResources) -> {
            if (ofResources) {
                resources.add(rule);
            } else {
                paths.add(rule);
            }
        });
        status.put("incomplete", false);
    }
}
