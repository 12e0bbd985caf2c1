package dev.millrace.local;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C and SIGTERM as a request instead of an end: the process goes when {@link #close} is called, with its own exit code.
 */
public final class EndSignal implements AutoCloseable {
    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile int exitCode;

    private EndSignal() {}

    /** From now on this process ends when it is through with what it does. */
    public static EndSignal install() {
        EndSignal signal = new EndSignal();
        Runtime.getRuntime().addShutdownHook(new Thread(signal::hold, "shutdown"));
        return signal;
    }

    private void hold() {
        if (ended.getCount() == 0) {
            // Nobody asked: the process ends by itself.
            return;
        }
        asked.countDown();
        try {
            ended.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        // A JVM that was signalled would say 130 or 143, though it ended as it should.
        Runtime.getRuntime().halt(exitCode);
    }

    /** Asks from within, such as when the process that started this one is gone. */
    public void ask() {
        asked.countDown();
    }

    /** Waits until the end is asked for. */
    public void await() throws InterruptedException {
        asked.await();
    }

    /** Waits until the end is asked for, at most for a while; whether it is. */
    public boolean await(Duration longest) throws InterruptedException {
        return asked.await(longest.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** What the process ends with. */
    public void exitWith(int code) {
        exitCode = code;
    }

    /** Lets the process go. */
    @Override
    public void close() {
        ended.countDown();
    }
}
