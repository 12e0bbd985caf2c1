package dev.millrace.trainer.step;

import dev.millrace.contract.report.ExitCode;
import dev.millrace.contract.report.StepException;
import dev.millrace.contract.report.StepSummary.FailureReason;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The request to end the process, which SIGTERM makes.
 *
 * <p>Long work asks {@link #requested} between its parts, saves what it needs to go on, and calls {@link #check}. The process then ends
 * with the step's own exit code, not with the JVM's 143.
 */
public final class StopSignal {
    /** Less than the 30 s that Kubernetes grants a pod by default. */
    private static final Duration GRACE = Duration.ofSeconds(25);

    private static final StopSignal PROCESS = new StopSignal();

    private final CountDownLatch finished = new CountDownLatch(1);
    private volatile boolean requested;
    private volatile int exitCode = ExitCode.TRANSIENT.code();
    private volatile Runnable overdue = () -> {};

    /** The signal of this process, which has one. */
    public static StopSignal process() {
        return PROCESS;
    }

    /** Makes SIGTERM raise this signal, and the process end with the code that {@link #finished} tells. */
    public void install() {
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            request();
                            Runtime.getRuntime().halt(awaitExitCode(GRACE));
                        },
                        "stop"));
    }

    /** Raises the signal. */
    public void request() {
        requested = true;
    }

    /** Whether the work is to end soon. */
    public boolean requested() {
        return requested;
    }

    /**
     * Ends work that was asked to stop.
     *
     * @throws StepException with {@link FailureReason#TRANSIENT} if the signal was raised
     */
    public void check() {
        if (requested) {
            throw new StepException(FailureReason.TRANSIENT, STOPPED);
        }
    }

    static final String STOPPED = "The pod was asked to stop; another attempt goes on from what is stored.";

    /** What to do if the work does not end within the grace period. */
    void whenOverdue(Runnable action) {
        overdue = action;
    }

    /** Tells that the work has ended. */
    public void finished(int code) {
        exitCode = code;
        finished.countDown();
    }

    private int awaitExitCode(Duration grace) {
        try {
            if (!finished.await(grace.toMillis(), TimeUnit.MILLISECONDS)) {
                overdue.run();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return exitCode;
    }
}
