package dev.millrace.operator.health;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * Answers {@code /healthz}, {@code /readyz} and {@code /metrics} over HTTP.
 *
 * <p>A check that finds problems is answered with 503 and a line for each problem.
 */
public final class HealthServer implements AutoCloseable {
    private static final String TEXT = "text/plain; charset=utf-8";
    /** The text format that Prometheus reads. */
    private static final String EXPOSITION = "text/plain; version=0.0.4; charset=utf-8";

    private final HttpServer server;
    private final ExecutorService threads;

    /**
     * Starts to answer.
     *
     * @param place to listen on; port 0 for any free one
     * @throws UncheckedIOException if it is taken
     */
    public HealthServer(InetSocketAddress place, Probes probes) {
        try {
            server = HttpServer.create(place, 0);
        } catch (IOException e) {
            throw new UncheckedIOException("port " + place.getPort() + " cannot be listened on: " + e.getMessage(), e);
        }
        threads = Executors.newFixedThreadPool(2, work -> {
            Thread thread = new Thread(work, "health");
            thread.setDaemon(true);
            return thread;
        });
        server.setExecutor(threads);
        server.createContext("/healthz", exchange -> check(exchange, probes.alive()));
        server.createContext("/readyz", exchange -> check(exchange, probes.ready()));
        server.createContext(
                "/metrics",
                exchange -> answer(exchange, 200, EXPOSITION, probes.metrics().get()));
        server.start();
    }

    /**
     * What is asked.
     *
     * @param alive problems that only a restart solves; none: alive
     * @param ready problems that pass; none: ready
     * @param metrics all of them in Prometheus' text format
     */
    public record Probes(Supplier<List<String>> alive, Supplier<List<String>> ready, Supplier<String> metrics) {}

    /** The port that is listened on. */
    public int port() {
        return server.getAddress().getPort();
    }

    private static void check(HttpExchange exchange, Supplier<List<String>> probe) throws IOException {
        List<String> problems = probe.get();
        if (problems.isEmpty()) {
            answer(exchange, 200, TEXT, "ok\n");
        } else {
            answer(exchange, 503, TEXT, String.join("\n", problems) + "\n");
        }
    }

    private static void answer(HttpExchange exchange, int status, String type, String text) throws IOException {
        try (exchange) {
            byte[] body = text.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", type);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
