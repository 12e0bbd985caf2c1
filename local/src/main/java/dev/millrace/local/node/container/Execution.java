package dev.millrace.local.node.container;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A command that was run beside a container's own process, such as a probe.
 *
 * @param exitCode of the command
 * @param output what it wrote, at most 10 KiB of it
 * @param timedOut whether it was killed for taking too long
 */
public record Execution(int exitCode, String output, boolean timedOut) {
    private static final int MOST_OUTPUT = 10 * 1024;
    private static final int KILLED = 137;
    /** What the command started may hold its output open for ever. */
    private static final long GRANDCHILD_MILLISECONDS = 1_000;

    /**
     * Runs a command to its end.
     *
     * @throws CannotStartException if the system refuses
     */
    public static Execution run(CommandLine line, Duration timeout) throws CannotStartException {
        Process process;
        try {
            process = line.process().start();
        } catch (IOException e) {
            throw new CannotStartException(String.valueOf(e.getMessage()));
        }
        CompletableFuture<String> output = CompletableFuture.supplyAsync(() -> text(process.getInputStream()))
                .completeOnTimeout("", timeout.toMillis() + GRANDCHILD_MILLISECONDS, TimeUnit.MILLISECONDS);
        try {
            if (process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                return new Execution(process.exitValue(), output.join().strip(), false);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        return new Execution(KILLED, "", true);
    }

    private static String text(InputStream stream) {
        try (stream) {
            String text = new String(stream.readNBytes(MOST_OUTPUT), StandardCharsets.UTF_8);
            stream.transferTo(OutputStream.nullOutputStream());
            return text;
        } catch (IOException e) {
            return "";
        }
    }
}
