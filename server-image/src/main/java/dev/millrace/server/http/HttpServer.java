package dev.millrace.server.http;

import dev.millrace.contract.Json;
import dev.millrace.server.inference.Predictor;
import dev.millrace.server.metrics.ServerMetrics;
import dev.millrace.server.protocol.Inferences;
import dev.millrace.server.protocol.Metadata;
import dev.millrace.server.protocol.ModelIdentity;
import io.undertow.Handlers;
import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.xnio.Options;

/**
 * The server's two ports. It is alive from the start, and ready from {@link #serve} until {@link #stop}.
 */
public final class HttpServer implements AutoCloseable {
    /** A body that is still not there after this long belongs to a client that is gone or means no good. */
    private static final int BODY_SECONDS = 30;

    private static final int HEAD_MILLISECONDS = 10_000;
    private static final int SILENCE_MILLISECONDS = 75_000;
    private static final int STALL_MILLISECONDS = 30_000;
    private static final int MAX_HEADER_BYTES = 16 * 1024;

    /** The time that a prediction may take on a connection's own thread. */
    private static final long IN_PLACE_NANOSECONDS = 1_000_000;

    private final ServerMetrics metrics;
    private final Settings settings;
    private final String version;
    private final Drain drain;
    private final Replies replies;
    private final Undertow undertow;
    private volatile HttpHandler routes;
    private volatile boolean ready;

    /**
     * What a server may be told.
     *
     * @param port of the protocol; 0: any free one
     * @param metricsPort of {@code /metrics}; 0: any free one
     * @param maxBodyBytes of one request
     * @param maxConnections at once; more wait to be accepted
     */
    public record Settings(int port, int metricsPort, int maxBodyBytes, int maxConnections) {}

    /** A model with what serving it needs to know. */
    public record Served(Predictor predictor, ModelIdentity identity, int maxRows, long nanosecondsARow) {}

    public HttpServer(Settings settings, ServerMetrics metrics, String version) {
        this.settings = settings;
        this.metrics = metrics;
        this.version = version;
        this.drain = new Drain();
        this.replies = new Replies(drain::isDraining);
        this.routes = withoutModel();
        int cores = Runtime.getRuntime().availableProcessors();
        HttpHandler scrape = exchange -> replies.send(exchange, metrics.contentType(), metrics.text());
        this.undertow = Undertow.builder()
                .setIoThreads(cores)
                .setWorkerThreads(Math.max(2, cores))
                .setServerOption(UndertowOptions.RECORD_REQUEST_START_TIME, true)
                .setServerOption(UndertowOptions.ALWAYS_SET_KEEP_ALIVE, false)
                .setServerOption(UndertowOptions.REQUEST_PARSE_TIMEOUT, HEAD_MILLISECONDS)
                .setServerOption(UndertowOptions.NO_REQUEST_TIMEOUT, SILENCE_MILLISECONDS)
                .setServerOption(UndertowOptions.MAX_HEADER_SIZE, MAX_HEADER_BYTES)
                .setSocketOption(Options.READ_TIMEOUT, STALL_MILLISECONDS)
                .setSocketOption(Options.WRITE_TIMEOUT, STALL_MILLISECONDS)
                .setSocketOption(Options.CONNECTION_HIGH_WATER, settings.maxConnections())
                .setSocketOption(Options.CONNECTION_LOW_WATER, settings.maxConnections())
                .addListener(listener(settings.port(), drain.counting(exchange -> routes.handleRequest(exchange))))
                .addListener(
                        listener(settings.metricsPort(), new Routes(replies, refusal -> {}).get("/metrics", scrape)))
                .build();
    }

    private static Undertow.ListenerBuilder listener(int port, HttpHandler handler) {
        return new Undertow.ListenerBuilder()
                .setType(Undertow.ListenerType.HTTP)
                .setHost("0.0.0.0")
                .setPort(port)
                .setRootHandler(handler);
    }

    /** Listens on both ports: alive, not yet ready. */
    public void start() {
        undertow.start();
    }

    /** Answers for a model from now on. */
    public void serve(Served served) {
        routes = withModel(served);
        metrics.loaded(served.identity());
        ready = true;
    }

    /**
     * Is not ready any more, but answers for the given time, in which load balancers take the server off their lists; then answers what
     * is under way, and stops listening.
     *
     * @return whether every request was answered
     */
    public boolean stop(Duration drainFor, Duration finishWithin) {
        ready = false;
        drain.begin();
        boolean finished = false;
        try {
            Thread.sleep(drainFor.toMillis());
            finished = drain.await(finishWithin);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        close();
        return finished;
    }

    /** Stops at once. */
    @Override
    public void close() {
        undertow.stop();
    }

    public int port() {
        return port(0);
    }

    public int metricsPort() {
        return port(1);
    }

    private int port(int listener) {
        return ((InetSocketAddress) undertow.getListenerInfo().get(listener).getAddress()).getPort();
    }

    private Routes withoutModel() {
        return new Routes(replies, metrics::refused)
                .get("/v2", constant(Metadata.server(version)))
                .get("/v2/health/live", constant(new Live(true)))
                .get("/v2/health/ready", this::answerReady);
    }

    private Routes withModel(Served served) {
        Inferences inferences = new Inferences(served.predictor(), served.identity(), served.maxRows());
        int rowsInPlace =
                (int) Math.min(Integer.MAX_VALUE, IN_PLACE_NANOSECONDS / Math.max(1, served.nanosecondsARow()));
        RequestBody.Limits limits = new RequestBody.Limits(
                settings.maxBodyBytes(),
                BODY_SECONDS,
                new MemoryBudget(Runtime.getRuntime().maxMemory() / 4));
        HttpHandler infer = Handlers.httpContinueRead(
                new InferenceHandler(inferences, new InferenceHandler.Limits(limits, rowsInPlace), metrics, replies));
        HttpHandler metadata =
                constant(Metadata.model(served.identity(), served.predictor().manifest(), inferences.maxRows()));
        String name = served.identity().name();
        HttpHandler modelReady = exchange -> answerModelReady(exchange, name);
        Routes paths = withoutModel();
        for (String model : new String[] {
            "/v2/models/" + name,
            "/v2/models/" + name + "/versions/" + served.identity().version()
        }) {
            paths.get(model, metadata).get(model + "/ready", modelReady).post(model + "/infer", infer);
        }
        return paths;
    }

    private record Live(boolean live) {}

    private record Ready(boolean ready) {}

    private record ModelReady(String name, boolean ready) {}

    private HttpHandler constant(Object body) {
        byte[] json = Json.bytes(body);
        return exchange -> replies.json(exchange, json);
    }

    private void answerReady(HttpServerExchange exchange) {
        exchange.setStatusCode(ready ? 200 : 503);
        replies.json(exchange, Json.bytes(new Ready(ready)));
    }

    private void answerModelReady(HttpServerExchange exchange, String name) {
        exchange.setStatusCode(ready ? 200 : 503);
        replies.json(exchange, Json.bytes(new ModelReady(name, ready)));
    }
}
