package dev.millrace.local.conformance.cluster;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** kubectl in a namespace, as a person types it. */
public final class Kubectl {
    private final Map<String, String> environment;
    private final String namespace;

    private Kubectl(Map<String, String> environment, String namespace) {
        this.environment = environment;
        this.namespace = namespace;
    }

    /** What a command printed, and how it ended. */
    public record Output(int status, String out, String err) {}

    /** The kubectl of the {@code PATH}; without one the test that asks is skipped. */
    static Kubectl installed(Map<String, String> environment, String namespace) {
        Kubectl kubectl = new Kubectl(environment, namespace);
        assumeTrue(kubectl.isThere(), "kubectl is not on the PATH");
        return kubectl;
    }

    private boolean isThere() {
        try {
            return builder("version", "--client").start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Runs a command that has to work; its standard output. */
    public String run(String... arguments) {
        return runWithInput("", arguments);
    }

    /** Runs a command that has to work, with something on its standard input; its standard output. */
    public String runWithInput(String input, String... arguments) {
        Output output = attempt(input, arguments);
        if (output.status() != 0) {
            throw new AssertionError(
                    "kubectl " + String.join(" ", arguments) + " ended with " + output.status() + ": " + output.err());
        }
        return output.out();
    }

    /** Runs a command that may fail. */
    public Output attempt(String input, String... arguments) {
        try {
            Process process = builder(arguments).start();
            CompletableFuture<String> err = CompletableFuture.supplyAsync(() -> text(process.getErrorStream()));
            CompletableFuture<String> out = CompletableFuture.supplyAsync(() -> text(process.getInputStream()));
            try (var stdin = process.getOutputStream()) {
                stdin.write(input.getBytes(StandardCharsets.UTF_8));
            }
            return new Output(process.waitFor(), out.join(), err.join());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Starts a command that goes on until it is ended. */
    public RunningKubectl start(String... arguments) {
        try {
            return new RunningKubectl(builder(arguments).start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ProcessBuilder builder(String... arguments) {
        List<String> command = new ArrayList<>(List.of("kubectl", "--namespace", namespace));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        return builder;
    }

    static String text(InputStream stream) {
        try (stream) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
