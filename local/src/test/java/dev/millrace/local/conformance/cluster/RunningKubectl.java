package dev.millrace.local.conformance.cluster;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A kubectl that goes on until it is closed. */
public final class RunningKubectl implements AutoCloseable {
    private static final int SECONDS = 30;

    private final Process process;
    private final BufferedReader lines;
    private final CompletableFuture<String> complaints;

    RunningKubectl(Process process) {
        this.process = process;
        this.lines = process.inputReader(StandardCharsets.UTF_8);
        this.complaints = CompletableFuture.supplyAsync(() -> Kubectl.text(process.getErrorStream()));
    }

    /** The next line of its standard output; there has to be one. */
    public String line() {
        try {
            return CompletableFuture.supplyAsync(this::read).get(SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new AssertionError("kubectl ended", e);
        } catch (TimeoutException e) {
            throw new AssertionError("kubectl printed no line within " + SECONDS + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private String read() {
        try {
            String line = lines.readLine();
            if (line == null) {
                throw new AssertionError(complaints.join());
            }
            return line;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroy();
    }
}
