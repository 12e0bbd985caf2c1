package dev.millrace.local.apiserver.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.local.apiserver.access.WebPages;
import dev.millrace.local.apiserver.discovery.Discovery;
import dev.millrace.local.apiserver.document.Documents;
import dev.millrace.local.apiserver.failure.Reason;
import dev.millrace.local.apiserver.failure.Refused;
import dev.millrace.local.apiserver.http.Exchange;
import dev.millrace.local.apiserver.request.Call;
import dev.millrace.local.apiserver.request.Query;
import dev.millrace.local.apiserver.request.ResourcePath;
import dev.millrace.local.apiserver.resource.Catalog;
import dev.millrace.local.apiserver.resource.Catalog.GroupVersion;
import dev.millrace.local.apiserver.resource.ResourceType;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds out what a request is about. */
public final class Router {
    private static final Logger LOG = LoggerFactory.getLogger(Router.class);
    private static final Pattern AGGREGATED = Pattern.compile("v=(v2|v2beta1);as=apigroupdiscoverylist|"
            + "as=apigroupdiscoverylist;v=(v2|v2beta1)|g=apidiscovery.k8s.io;v=(v2|v2beta1)");

    private final Catalog catalog;
    private final Discovery discovery;
    private final Consumer<Call> resources;
    private final Map<String, Consumer<Exchange>> others;

    /**
     * For a catalog's resources.
     *
     * @param resources what answers requests to resources
     * @param others what answers under other paths, by the path or, ending in a slash, by its beginning
     */
    public Router(
            Catalog catalog, Discovery discovery, Consumer<Call> resources, Map<String, Consumer<Exchange>> others) {
        this.catalog = catalog;
        this.discovery = discovery;
        this.resources = resources;
        this.others = Map.copyOf(others);
    }

    /** Answers a request, whatever it is. */
    public void handle(Exchange exchange) {
        try {
            WebPages.check(exchange.headers());
            route(exchange, new QueryStringDecoder(exchange.uri()));
        } catch (Refused refused) {
            Answers.refused(exchange, refused);
        } catch (RuntimeException e) {
            LOG.error("request failed method={} uri={}", exchange.method(), exchange.uri(), e);
            Answers.refused(exchange, Refused.because(Reason.INTERNAL_ERROR, "Internal error occurred: " + e));
        }
    }

    private void route(Exchange exchange, QueryStringDecoder uri) {
        String path = uri.path();
        Consumer<Exchange> other = other(path);
        if (other != null) {
            other.accept(exchange);
            return;
        }
        if (path.equals("/api") || path.equals("/apis") || path.equals("/api/") || path.equals("/apis/")) {
            requireGet(exchange);
            all(exchange, path.startsWith("/apis"));
            return;
        }
        ResourcePath resource = ResourcePath.parse(path);
        if (resource == null) {
            group(exchange, path);
        } else if (resource.plural().isEmpty()) {
            requireGet(exchange);
            ObjectNode served = discovery.resources(new GroupVersion(resource.group(), resource.version()));
            if (served == null) {
                missing(exchange, resource.group());
            } else {
                Answers.object(exchange, 200, served);
            }
        } else {
            call(exchange, resource, Query.of(uri));
        }
    }

    private @Nullable Consumer<Exchange> other(String path) {
        Consumer<Exchange> exact = others.get(path);
        if (exact != null) {
            return exact;
        }
        return others.entrySet().stream()
                .filter(entry -> entry.getKey().endsWith("/") && path.startsWith(entry.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(null);
    }

    private void call(Exchange exchange, ResourcePath path, Query query) {
        ResourceType type = catalog.find(path.group(), path.version(), path.plural());
        if (type == null || (!type.namespaced() && !path.namespace().isEmpty())) {
            missing(exchange, path.group());
            return;
        }
        resources.accept(new Call(exchange, type, path, query));
    }

    /** Below a group that is served Kubernetes answers as an API, elsewhere as a web server. */
    private void missing(Exchange exchange, String group) {
        if (group.isEmpty() || discovery.group(group) != null) {
            throw Resources.notFound();
        }
        Answers.text(exchange, 404, "404 page not found\n");
    }

    private void all(Exchange exchange, boolean groups) {
        String accept = exchange.headers().get(HttpHeaderNames.ACCEPT, "").toLowerCase(Locale.ROOT);
        Matcher matcher = AGGREGATED.matcher(accept);
        if (accept.contains("as=apigroupdiscoverylist") && matcher.find()) {
            String version = matcher.group().contains("v2beta1") ? "v2beta1" : "v2";
            exchange.answer(
                    200,
                    "application/json;g=apidiscovery.k8s.io;v=" + version + ";as=APIGroupDiscoveryList",
                    Documents.write(discovery.aggregated(!groups, version)),
                    Map.of("Vary", List.of("Accept")));
            return;
        }
        Answers.object(exchange, 200, groups ? discovery.groups() : discovery.coreVersions());
    }

    private void group(Exchange exchange, String path) {
        String[] parts = path.split("/", -1);
        boolean group = parts.length >= 3 && parts[1].equals("apis");
        found(exchange, group ? discovery.group(parts[2]) : null);
    }

    private static void found(Exchange exchange, @Nullable ObjectNode document) {
        if (document == null) {
            Answers.text(exchange, 404, "404 page not found\n");
        } else {
            requireGet(exchange);
            Answers.object(exchange, 200, document);
        }
    }

    /** What is only read. */
    public static void requireGet(Exchange exchange) {
        if (!exchange.method().equals(HttpMethod.GET) && !exchange.method().equals(HttpMethod.HEAD)) {
            throw Resources.notAllowed();
        }
    }
}
