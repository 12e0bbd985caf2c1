package dev.millrace.server;

import java.io.IOException;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** A server in a process of its own, as in a container. */
final class ServerProcess implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 60;

    private final Process process;
    private final int port;
    private final int metricsPort;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private ServerProcess(Process process, int port, int metricsPort) {
        this.process = process;
        this.port = port;
        this.metricsPort = metricsPort;
    }

    /**
     * Where a server runs.
     *
     * @param folder that gets its log
     * @param environment beside the class path
     */
    record Place(Path folder, URI store, Map<String, String> environment) {}

    /** Starts with a store in a folder. */
    static ServerProcess start(Path store, String model, String... more) throws IOException {
        return start(new Place(store, store.toUri(), Map.of()), model, more);
    }

    /** Starts with the command line of a container and some more options. */
    static ServerProcess start(Place place, String model, String... more) throws IOException {
        int port = freePort();
        int metricsPort = freePort();
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "dev.millrace.server.Main",
                "--store=" + place.store(),
                "--model=" + model,
                "--name=houses",
                "--port=" + port,
                "--metrics-port=" + metricsPort));
        Collections.addAll(command, more);
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(place.folder().resolve("server.log").toFile());
        builder.environment().putAll(place.environment());
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        return new ServerProcess(builder.start(), port, metricsPort);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    int port() {
        return port;
    }

    URI at(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    void awaitReady() {
        await("ready", () -> status(at("/v2/health/ready")) == 200);
    }

    void awaitNotReady() {
        await("not ready", () -> status(at("/v2/health/ready")) == 503);
    }

    void awaitInFlight(int requests) {
        URI metrics = URI.create("http://127.0.0.1:" + metricsPort + "/metrics");
        await(requests + " requests in flight", () -> body(metrics)
                .contains("millrace_server_in_flight_requests " + requests + ".0"));
    }

    /** SIGTERM. */
    void terminate() {
        process.destroy();
    }

    int exitCode() throws InterruptedException {
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("the process did not end");
        }
        return process.exitValue();
    }

    private void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end || !process.isAlive()) {
                throw new AssertionError("the server did not become " + what);
            }
            Thread.onSpinWait();
        }
    }

    private int status(URI uri) {
        try {
            return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding())
                    .statusCode();
        } catch (ConnectException e) {
            return -1;
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private String body(URI uri) {
        try {
            return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                    .body();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
