package dev.millrace.local.launch;

import java.io.IOException;
import java.io.InputStream;

/**
 * The pipe that ties a process to the node that started it.
 *
 * <p>The node alone holds the writing end and never writes. However the node ends, also by {@code kill -9}, the kernel closes that end, and
 * the reader sees the end of the stream.
 */
final class Lifeline {
    /** The exit code of a process that its node left behind: as if it was killed. */
    static final int ORPHANED = 137;

    private Lifeline() {}

    /** Runs {@code cut} once the other end is closed. */
    static void watch(InputStream pipe, Runnable cut) {
        Thread thread = new Thread(
                () -> {
                    awaitEnd(pipe);
                    cut.run();
                },
                "lifeline");
        thread.setDaemon(true);
        thread.start();
    }

    private static void awaitEnd(InputStream pipe) {
        try {
            int read;
            do {
                read = pipe.read();
            } while (read >= 0);
        } catch (IOException e) {
            // A broken pipe is an end, too.
        }
    }
}
