package dev.millrace.local.apiserver.access;

import dev.millrace.local.apiserver.failure.Reason;
import dev.millrace.local.apiserver.failure.Refused;
import dev.millrace.local.apiserver.http.Exchange;
import dev.millrace.local.apiserver.request.Call;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Lets the owner of this process do everything, and service accounts and those whom the owner impersonates what their roles say: a
 * right that an installation forgot is missed here too.
 */
public final class Access {
    private static final String BEARER = "Bearer ";

    private final Tokens tokens;
    private final Policy policy;

    public Access(Tokens tokens, Policy policy) {
        this.tokens = tokens;
        this.policy = policy;
    }

    /**
     * Who sent a request.
     *
     * @throws Refused with 401 where the token is none of ours
     */
    public User user(Exchange exchange) {
        User user = authenticated(exchange.headers().get(HttpHeaderNames.AUTHORIZATION));
        String name = exchange.headers().get("Impersonate-User");
        if (name == null) {
            return user;
        }
        Action impersonation = new Action("impersonate", "", "users", "", "", name, "");
        if (!policy.allows(user, impersonation)) {
            throw forbidden(user, impersonation);
        }
        return User.named(name, List.copyOf(exchange.headers().getAll("Impersonate-Group")));
    }

    private User authenticated(@Nullable String authorization) {
        if (authorization == null || !authorization.startsWith(BEARER)) {
            return User.owner();
        }
        User user = tokens.verify(authorization.substring(BEARER.length()).trim());
        if (user == null) {
            throw Refused.because(Reason.UNAUTHORIZED, "Unauthorized");
        }
        return user;
    }

    /** Refuses a request to a resource that its sender may not make. */
    public void check(Call call) {
        User user = user(call.exchange());
        Action action = new Action(
                verb(call),
                call.type().group(),
                call.type().names().plural(),
                call.path().subresource(),
                call.path().namespace(),
                call.path().name(),
                "");
        if (!policy.allows(user, action)) {
            throw forbidden(user, action);
        }
    }

    private static String verb(Call call) {
        boolean all = call.path().name().isEmpty();
        return switch (call.exchange().method().name()) {
            case "POST" -> "create";
            case "PUT" -> "update";
            case "PATCH" -> "patch";
            case "DELETE" -> all ? "deletecollection" : "delete";
            case "GET", "HEAD" -> call.query().flag("watch") ? "watch" : all ? "list" : "get";
            default -> call.exchange().method().name().toLowerCase(Locale.ROOT);
        };
    }

    static Refused forbidden(User user, Action action) {
        return Refused.forbidden(
                new Refused.Subject(action.group(), action.full(), action.name()),
                "User \"" + user.name() + "\" " + action.text(),
                List.of());
    }
}
