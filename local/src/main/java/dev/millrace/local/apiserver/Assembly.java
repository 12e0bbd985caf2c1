package dev.millrace.local.apiserver;

import dev.millrace.local.apiserver.access.Access;
import dev.millrace.local.apiserver.access.Policy;
import dev.millrace.local.apiserver.access.Reviews;
import dev.millrace.local.apiserver.access.TokenRequests;
import dev.millrace.local.apiserver.access.Tokens;
import dev.millrace.local.apiserver.definition.CustomTypes;
import dev.millrace.local.apiserver.definition.DefinitionRules;
import dev.millrace.local.apiserver.definition.Definitions;
import dev.millrace.local.apiserver.discovery.Discovery;
import dev.millrace.local.apiserver.garbage.GarbageCollector;
import dev.millrace.local.apiserver.http.Exchange;
import dev.millrace.local.apiserver.kind.BuiltIns;
import dev.millrace.local.apiserver.kind.ServiceAddresses;
import dev.millrace.local.apiserver.object.Decoder;
import dev.millrace.local.apiserver.object.Namespaces;
import dev.millrace.local.apiserver.object.ObjectDeleter;
import dev.millrace.local.apiserver.object.ObjectWriter;
import dev.millrace.local.apiserver.object.Stamps;
import dev.millrace.local.apiserver.openapi.OlderOpenApi;
import dev.millrace.local.apiserver.openapi.OpenApi;
import dev.millrace.local.apiserver.proxy.Proxy;
import dev.millrace.local.apiserver.request.Call;
import dev.millrace.local.apiserver.resource.Catalog;
import dev.millrace.local.apiserver.rest.Answers;
import dev.millrace.local.apiserver.rest.PodActions;
import dev.millrace.local.apiserver.rest.Reading;
import dev.millrace.local.apiserver.rest.Resources;
import dev.millrace.local.apiserver.rest.Router;
import dev.millrace.local.apiserver.rest.Scale;
import dev.millrace.local.apiserver.rest.Writing;
import dev.millrace.local.apiserver.schema.BuiltInSchemas;
import dev.millrace.local.apiserver.storage.Store;
import dev.millrace.local.apiserver.stream.Logs;
import dev.millrace.local.apiserver.stream.Pods;
import dev.millrace.local.apiserver.stream.PortForward;
import dev.millrace.local.apiserver.table.Tables;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.URI;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The parts of the API server, put together. */
final class Assembly implements AutoCloseable {
    private final Catalog catalog = new Catalog();
    private final Resources resources;
    private final OpenApi openApi;
    private final Access access;
    private final Reviews reviews;
    private final ExecutorService blocking =
            Executors.newCachedThreadPool(new DefaultThreadFactory("apiserver-stream", true));
    private final GarbageCollector garbage;
    private volatile @Nullable Router router;

    Assembly(Store store, Clock clock, Supplier<@Nullable PodStreams> streams) {
        BuiltInSchemas schemas = new BuiltInSchemas();
        Stamps stamps = new Stamps(clock);
        catalog.add(BuiltIns.types(schemas, new ServiceAddresses(store), new DefinitionRules(stamps)));
        Definitions definitions = new Definitions(new CustomTypes(schemas), catalog);
        definitions.restore(store);
        store.listen(definitions);
        ObjectWriter writer = new ObjectWriter(store, stamps, new Namespaces(store));
        ObjectDeleter deleter = new ObjectDeleter(store, stamps);
        Reading reading = new Reading(store, new Tables(schemas, clock));
        Writing writing = new Writing(store, new Decoder(schemas), writer, deleter);
        Map<String, Consumer<Call>> subresources = new HashMap<>();
        Tokens tokens = new Tokens(store, clock);
        Policy policy = new Policy(store);
        this.access = new Access(tokens, policy);
        this.reviews = new Reviews(access, tokens, policy);
        PodActions actions = new PodActions(store, catalog, writer, deleter, stamps);
        Pods pods = new Pods(store, streams);
        subresources.put("scale", new Scale(store, writer)::handle);
        subresources.put("binding", actions::bind);
        subresources.put("eviction", actions::evict);
        subresources.put("finalize", writing::update);
        subresources.put("log", new Logs(pods, clock, blocking)::handle);
        subresources.put("portforward", new PortForward(pods, blocking)::handle);
        subresources.put("proxy", new Proxy(store, streams, blocking)::handle);
        subresources.put("token", new TokenRequests(store, tokens, clock)::handle);
        this.resources = new Resources(reading, writing, subresources);
        this.openApi = new OpenApi(catalog, schemas);
        this.garbage = new GarbageCollector(store, catalog, writer, deleter);
    }

    /** From now on requests are answered. */
    void begin(URI address) {
        Map<String, Consumer<Exchange>> others = new HashMap<>();
        for (String health : new String[] {"/healthz", "/livez", "/readyz"}) {
            others.put(health, exchange -> Answers.text(exchange, 200, "ok"));
        }
        others.put("/version", exchange -> {
            Router.requireGet(exchange);
            Answers.object(exchange, 200, Discovery.version());
        });
        others.put(OlderOpenApi.PATH, OlderOpenApi::handle);
        others.put(OpenApi.PATH, openApi::handle);
        others.put(OpenApi.PATH + "/", openApi::handle);
        for (String group : new String[] {"authentication", "authorization"}) {
            String path = "/apis/" + group + ".k8s.io/v1/";
            others.put(path, exchange -> reviews.handle(exchange, new QueryStringDecoder(exchange.uri()).path()));
        }
        router = new Router(catalog, new Discovery(catalog, address.getAuthority()), this::handle, others);
        garbage.begin();
    }

    void handle(Exchange exchange) {
        Router ready = router;
        if (ready == null) {
            Answers.text(exchange, 503, "the API server is starting\n");
        } else {
            ready.handle(exchange);
        }
    }

    private void handle(Call call) {
        access.check(call);
        resources.handle(call);
    }

    @Override
    public void close() {
        blocking.shutdownNow();
        garbage.close();
    }
}
