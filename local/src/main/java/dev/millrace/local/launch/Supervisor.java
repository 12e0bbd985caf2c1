package dev.millrace.local.launch;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Runs a command of this machine that ends with its node: a shell knows nothing of the pipe.
 *
 * <p>Arguments: the command. SIGTERM is passed on; the exit code is the command's.
 */
public final class Supervisor {
    private static final File NOTHING = new File("/dev/null");
    private static final int CANNOT_START = 128;
    private static final int TERMINATED = 143;

    /** Set once, under the lock: from when it is started on, whoever ends this process ends it, too. */
    private @Nullable Process started;

    private Supervisor() {}

    public static void main(String[] command) throws InterruptedException {
        Supervisor supervisor = new Supervisor();
        Lifeline.watch(System.in, supervisor::kill);
        Runtime.getRuntime().addShutdownHook(new Thread(supervisor::terminate, "stop"));
        try {
            Process process = supervisor.start(command);
            Runtime.getRuntime().halt(process.waitFor());
        } catch (IOException e) {
            System.err.println(e.getMessage());
            Runtime.getRuntime().halt(CANNOT_START);
        }
    }

    private synchronized Process start(String[] command) throws IOException {
        Process process = new ProcessBuilder(List.of(command))
                .redirectInput(NOTHING)
                .redirectOutput(Redirect.INHERIT)
                .redirectError(Redirect.INHERIT)
                .start();
        started = process;
        return process;
    }

    private synchronized void kill() {
        Process process = started;
        if (process != null) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        Runtime.getRuntime().halt(Lifeline.ORPHANED);
    }

    /** Passes SIGTERM on. How long the command may take is the node's affair; it may still lose patience and close the pipe. */
    private void terminate() {
        Process process = running();
        process.destroy();
        try {
            Runtime.getRuntime().halt(process.waitFor());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What was started. Nothing was: there is nothing to wait for, and nothing will be started any more. */
    private synchronized Process running() {
        Process process = started;
        if (process == null) {
            Runtime.getRuntime().halt(TERMINATED);
            throw new IllegalStateException("a halted process goes no further");
        }
        return process;
    }
}
