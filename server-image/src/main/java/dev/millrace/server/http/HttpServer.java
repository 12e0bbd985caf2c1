package dev.millrace.server.http;

import dev.millrace.contract.Json;
import dev.millrace.server.inference.Predictor;
import dev.millrace.server.metrics.ServerMetrics;
import dev.millrace.server.protocol.Inferences;
import dev.millrace.server.protocol.Metadata;
import dev.millrace.server.protocol.ModelIdentity;
import dev.millrace.server.protocol.Refusal;
import dev.millrace.server.protocol.RefusedException;
import io.undertow.Handlers;
import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.xnio.Options;

/**
 * The server's two ports. It is alive from the start, and ready from {@link #serve} until {@link #stop}.
 */
public final class HttpServer implements AutoCloseable {
    private static final int HEAD_MILLISECONDS = 10_000;
    private static final int SILENCE_MILLISECONDS = 75_000;
    private static final int STALL_MILLISECONDS = 30_000;
    private static final int BUFFER_BYTES = 16 * 1024;
    private static final int MAX_HEADER_BYTES = 16 * 1024;

    /** The time that a prediction may take on a connection's own thread. */
    private static final long IN_PLACE_NANOSECONDS = 1_000_000;

    private final ServerMetrics metrics;
    private final Settings settings;
    private final ModelIdentity identity;
    private final String version;
    private final Drain drain;
    private final Replies replies;
    private final Undertow undertow;
    private volatile HttpHandler routes;
    private final AtomicReference<State> state = new AtomicReference<>(State.STARTING);

    /**
     * What a server may be told.
     *
     * @param address that is listened on; 0.0.0.0: all
     * @param port of the protocol; 0: any free one
     * @param metricsPort of {@code /metrics}; 0: any free one
     * @param maxBodyBytes of one request
     * @param bodySeconds within which a body has to be there
     * @param maxConnections at once; more wait to be accepted
     */
    public record Settings(
            String address, int port, int metricsPort, int maxBodyBytes, int bodySeconds, int maxConnections) {}

    public HttpServer(Settings settings, ModelIdentity identity, ServerMetrics metrics, String version) {
        this.identity = identity;
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
                // Undertow's default for a small heap is a buffer that not even one row fits into.
                .setBufferSize(BUFFER_BYTES)
                .setDirectBuffers(true)
                .setServerOption(UndertowOptions.RECORD_REQUEST_START_TIME, true)
                .setServerOption(UndertowOptions.ALWAYS_SET_KEEP_ALIVE, false)
                .setServerOption(UndertowOptions.REQUEST_PARSE_TIMEOUT, HEAD_MILLISECONDS)
                .setServerOption(UndertowOptions.NO_REQUEST_TIMEOUT, SILENCE_MILLISECONDS)
                .setServerOption(UndertowOptions.MAX_HEADER_SIZE, MAX_HEADER_BYTES)
                .setSocketOption(Options.WRITE_TIMEOUT, STALL_MILLISECONDS)
                .setSocketOption(Options.CONNECTION_HIGH_WATER, settings.maxConnections())
                .setSocketOption(Options.CONNECTION_LOW_WATER, settings.maxConnections())
                .addListener(listener(
                        settings.address(),
                        settings.port(),
                        drain.counting(exchange -> routes.handleRequest(exchange))))
                .addListener(listener(
                        settings.address(),
                        settings.metricsPort(),
                        new Routes(replies, refusal -> {}).get("/metrics", scrape)))
                .build();
    }

    private static Undertow.ListenerBuilder listener(String address, int port, HttpHandler handler) {
        return new Undertow.ListenerBuilder()
                .setType(Undertow.ListenerType.HTTP)
                .setHost(address)
                .setPort(port)
                .setRootHandler(handler);
    }

    /** Listens on both ports: alive, not yet ready. */
    public void start() {
        undertow.start();
    }

    /**
     * Answers for the model from now on.
     *
     * @param maxRows of one request
     * @param nanosecondsARow that a prediction takes
     */
    public void serve(Predictor predictor, int maxRows, long nanosecondsARow) {
        routes = withModel(predictor, new Inferences(predictor, identity, maxRows), nanosecondsARow);
        metrics.loaded(identity);
        state.compareAndSet(State.STARTING, State.READY);
    }

    /**
     * Is not ready any more, but answers for the given time, in which load balancers take the server off their lists; then answers what
     * is under way, and stops listening.
     *
     * @return whether every request was answered
     */
    public boolean stop(Duration drainFor, Duration finishWithin) {
        state.set(State.STOPPING);
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
        HttpHandler notYet = exchange -> {
            metrics.refused(Refusal.NOT_READY);
            replies.refusal(
                    exchange,
                    new RefusedException(Refusal.NOT_READY, "the model is being loaded: ask again in a moment"));
        };
        return routes(new ModelHandlers(notYet, notYet, notYet));
    }

    private Routes withModel(Predictor predictor, Inferences inferences, long nanosecondsARow) {
        long rowsInPlace = IN_PLACE_NANOSECONDS / Math.max(1, nanosecondsARow);
        RequestBody.Limits body = new RequestBody.Limits(
                settings.maxBodyBytes(),
                settings.bodySeconds(),
                new MemoryBudget(Runtime.getRuntime().maxMemory() / 4));
        InferenceHandler.Limits limits =
                new InferenceHandler.Limits(body, (int) Math.min(Integer.MAX_VALUE, rowsInPlace));
        return routes(new ModelHandlers(
                constant(Metadata.model(identity, predictor.manifest(), inferences.maxRows())),
                this::answerModelReady,
                Handlers.httpContinueRead(new InferenceHandler(inferences, limits, metrics, replies))));
    }

    private record ModelHandlers(HttpHandler metadata, HttpHandler ready, HttpHandler infer) {}

    private Routes routes(ModelHandlers model) {
        String path = "/v2/models/" + identity.name();
        String versioned = path + "/versions/" + identity.version();
        return new Routes(replies, metrics::refused)
                .get("/v2", constant(Metadata.server(version)))
                .get("/v2/health/live", constant(new Live(true)))
                .get("/v2/health/ready", this::answerReady)
                .get(path, model.metadata())
                .get(path + "/ready", model.ready())
                .post(path + "/infer", model.infer())
                .get(versioned, model.metadata())
                .get(versioned + "/ready", model.ready())
                .post(versioned + "/infer", model.infer());
    }

    private record Live(boolean live) {}

    private boolean isReady() {
        return state.get() == State.READY;
    }

    private enum State {
        STARTING,
        READY,
        STOPPING
    }

    private record Ready(boolean ready) {}

    private record ModelReady(String name, boolean ready) {}

    private HttpHandler constant(Object body) {
        byte[] json = Json.bytes(body);
        return exchange -> replies.json(exchange, json);
    }

    private void answerReady(HttpServerExchange exchange) {
        boolean ready = isReady();
        exchange.setStatusCode(ready ? 200 : 503);
        replies.json(exchange, Json.bytes(new Ready(ready)));
    }

    private void answerModelReady(HttpServerExchange exchange) {
        boolean ready = isReady();
        exchange.setStatusCode(ready ? 200 : 503);
        replies.json(exchange, Json.bytes(new ModelReady(identity.name(), ready)));
    }
}
