package dev.millrace.local.node.container;

import dev.millrace.local.node.log.LogFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running process of a container, with its output on the way to the log. */
public final class ContainerProcess {
    private static final Logger LOG = LoggerFactory.getLogger(ContainerProcess.class);
    private static final int KILLED = 137;
    private static final int CHUNK = 16 * 1024;
    /** A grandchild may hold the output open for ever. */
    private static final long LAST_WORDS_SECONDS = 2;

    private final Process process;
    private final CompletableFuture<Integer> exit;

    private ContainerProcess(Process process, LogFile log) {
        this.process = process;
        CompletableFuture<Void> output = new CompletableFuture<>();
        Thread pump = new Thread(() -> pump(process.getInputStream(), log, output), "log-" + process.pid());
        pump.setDaemon(true);
        pump.start();
        this.exit = process.onExit()
                .thenCombine(
                        process.onExit()
                                .thenCompose(
                                        ended -> output.completeOnTimeout(null, LAST_WORDS_SECONDS, TimeUnit.SECONDS)),
                        (ended, nothing) -> ended.exitValue())
                .whenComplete((code, failure) -> close(log));
    }

    /**
     * Starts a process whose standard input is a pipe that only this JVM holds.
     *
     * @throws CannotStartException if the system refuses
     */
    public static ContainerProcess start(CommandLine line, LogFile log) throws CannotStartException {
        try {
            return new ContainerProcess(line.process().start(), log);
        } catch (IOException e) {
            close(log);
            throw new CannotStartException(String.valueOf(e.getMessage()));
        }
    }

    /** A log that cannot be closed, such as on a full disk, must not hide how the process ended. */
    private static void close(LogFile log) {
        try {
            log.close();
        } catch (UncheckedIOException e) {
            LOG.warn("the end of a container's output cannot be stored: {}", e.getMessage());
        }
    }

    private static void pump(InputStream output, LogFile log, CompletableFuture<Void> done) {
        byte[] chunk = new byte[CHUNK];
        boolean storing = true;
        try (output) {
            int read = output.read(chunk);
            while (read >= 0) {
                try {
                    log.append(chunk, read);
                    storing = true;
                } catch (UncheckedIOException e) {
                    // The process must not wait for a full disk: its output is dropped until there is room.
                    if (storing) {
                        LOG.warn("a container's output cannot be stored: {}", e.getMessage());
                    }
                    storing = false;
                }
                read = output.read(chunk);
            }
        } catch (IOException e) {
            LOG.debug("a container's output ended", e);
        } finally {
            done.complete(null);
        }
    }

    /** Completed with the exit code when the process has ended and its output is in the log. */
    public CompletableFuture<Integer> exit() {
        return exit;
    }

    /** Tells the exit code then; at once, if it has ended. */
    public void onExit(IntConsumer listener) {
        CompletableFuture<Void> unused =
                exit.handle((code, failure) -> code == null ? KILLED : code).thenAccept(listener::accept);
    }

    public long pid() {
        return process.pid();
    }

    /** When the process began; empty: the system does not tell, or it has ended. */
    public Optional<Instant> startInstant() {
        return process.info().startInstant();
    }

    /** Asks it to end. */
    public void terminate() {
        process.toHandle().destroy();
    }

    /** Ends it and all that it started. */
    public void kill() {
        List<ProcessHandle> children = process.descendants().toList();
        process.destroyForcibly();
        children.forEach(ProcessHandle::destroyForcibly);
    }
}
