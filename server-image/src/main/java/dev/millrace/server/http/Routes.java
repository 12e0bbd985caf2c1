package dev.millrace.server.http;

import dev.millrace.server.protocol.Quoted;
import dev.millrace.server.protocol.Refusal;
import dev.millrace.server.protocol.RefusedException;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.Methods;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** The paths of the protocol. All of them are known once the model is: a look into a map finds the handler. */
final class Routes implements HttpHandler {
    private final Map<String, Route> routes = new HashMap<>();
    private final Replies replies;
    private final Consumer<Refusal> refusals;

    private record Route(HttpString method, HttpHandler handler) {
        boolean takes(HttpString asked) {
            return asked.equals(method) || (asked.equals(Methods.HEAD) && method.equals(Methods.GET));
        }

        String allowed() {
            return method.equals(Methods.GET) ? "GET, HEAD" : method.toString();
        }
    }

    /** @param refusals is told what was asked in vain */
    Routes(Replies replies, Consumer<Refusal> refusals) {
        this.replies = replies;
        this.refusals = refusals;
    }

    Routes get(String path, HttpHandler handler) {
        routes.put(path, new Route(Methods.GET, handler));
        return this;
    }

    Routes post(String path, HttpHandler handler) {
        routes.put(path, new Route(Methods.POST, handler));
        return this;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        String path = exchange.getRequestPath();
        Route route = routes.get(path);
        if (route == null) {
            refuse(
                    exchange,
                    new RefusedException(
                            Refusal.NOT_FOUND,
                            "there is no '%s' here; there are %s".formatted(Quoted.shortened(path), paths())));
        } else if (!route.takes(exchange.getRequestMethod())) {
            exchange.getResponseHeaders().put(Headers.ALLOW, route.allowed());
            refuse(
                    exchange,
                    new RefusedException(
                            Refusal.METHOD_NOT_ALLOWED,
                            "'%s' takes %s".formatted(Quoted.shortened(path), route.allowed())));
        } else {
            route.handler().handleRequest(exchange);
        }
    }

    private String paths() {
        return String.join(", ", routes.keySet().stream().sorted().toList());
    }

    private void refuse(HttpServerExchange exchange, RefusedException refused) {
        refusals.accept(refused.refusal());
        replies.refusal(exchange, refused);
    }
}
