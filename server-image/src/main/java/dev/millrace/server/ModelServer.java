package dev.millrace.server;

import dev.millrace.contract.report.ExitCode;
import dev.millrace.server.http.HttpServer;
import dev.millrace.server.inference.ModelRefusedException;
import dev.millrace.server.inference.Predictor;
import dev.millrace.server.metrics.ServerMetrics;
import java.lang.System.Logger.Level;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;

/** The life of a server: it listens, loads its model, answers, and on SIGTERM goes without losing a request. */
public final class ModelServer {
    private static final System.Logger LOG = System.getLogger(ModelServer.class.getName());
    private static final int WARM_UP_PREDICTIONS = 50;

    private final ServerOptions options;
    private final HttpServer http;

    private ModelServer(ServerOptions options) {
        this.options = options;
        this.http = new HttpServer(options.http(), options.identity(), new ServerMetrics(), BuildVersion.current());
    }

    /**
     * Starts a server and loads its model.
     *
     * @param beforeReady gets the server when nothing can keep it from being ready any more: who would stop it has to know it by then
     * @throws StartException if it cannot listen, or the model cannot be served
     */
    public static ModelServer start(ServerOptions options, Consumer<ModelServer> beforeReady) {
        long begin = System.nanoTime();
        // Loading the model and loading the classes that listen take about as long: side by side they are ready sooner.
        FutureTask<Predictor> loading = new FutureTask<>(
                () -> ModelFiles.load(options.store(), options.identity().digest()));
        new Thread(loading, "model-load").start();
        ModelServer server = new ModelServer(options);
        try {
            server.listen();
            Predictor predictor = loaded(loading);
            long nanoseconds = server.warmUp(predictor);
            beforeReady.accept(server);
            server.http.serve(predictor, options.maxRows(), nanoseconds);
        } catch (StartException e) {
            server.http.close();
            throw e;
        }
        LOG.log(
                Level.INFO,
                "model {0} {1} is served on port {2,number,#} after {3,number,#} ms",
                options.identity().name(),
                options.identity().digest(),
                server.http.port(),
                (System.nanoTime() - begin) / 1_000_000);
        return server;
    }

    private void listen() {
        try {
            http.start();
        } catch (RuntimeException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new StartException(
                    ExitCode.TRANSIENT,
                    "The server cannot listen on the ports %d and %d: %s."
                            .formatted(options.http().port(), options.http().metricsPort(), cause.getMessage()),
                    e);
        }
    }

    private static Predictor loaded(FutureTask<Predictor> loading) {
        try {
            return loading.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartException(ExitCode.TRANSIENT, "The server was stopped while it loaded the model.", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof StartException start) {
                throw start;
            }
            throw new IllegalStateException("the model cannot be loaded", e.getCause());
        }
    }

    private long warmUp(Predictor predictor) {
        try {
            return predictor.warmUp(WARM_UP_PREDICTIONS);
        } catch (ModelRefusedException e) {
            throw new StartException(
                    ExitCode.BAD_INPUT,
                    "The model %s cannot be served: %s."
                            .formatted(options.identity().digest(), e.getMessage()),
                    e);
        }
    }

    /** The port of the protocol. */
    public int port() {
        return http.port();
    }

    /** The port of the metrics. */
    public int metricsPort() {
        return http.metricsPort();
    }

    /**
     * Goes: is not ready any more, answers on for the drain time, then finishes what is under way.
     *
     * @return whether every request was answered
     */
    public boolean stop() {
        LOG.log(
                Level.INFO,
                "model {0} goes: not ready, answering on for {1} s",
                options.identity().name(),
                options.drain().toSeconds());
        boolean finished = http.stop(options.drain(), options.finish());
        LOG.log(
                finished ? Level.INFO : Level.WARNING,
                finished
                        ? "model {0} is gone, every request is answered"
                        : "model {0} is gone, some requests took too long and are not answered",
                options.identity().name());
        return finished;
    }
}
