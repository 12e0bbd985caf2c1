package dev.millrace.data.engine;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A check that goes on while a statement runs, however long it takes, and can end it. */
public final class Watch {
    private static final int INTERVAL_MILLIS = 100;

    private final Runnable cancel;
    private final Runnable check;
    private final CountDownLatch done = new CountDownLatch(1);
    private volatile @Nullable RuntimeException verdict;

    private Watch(Runnable cancel, Runnable check) {
        this.cancel = cancel;
        this.check = check;
    }

    /**
     * Runs a statement for its effect.
     *
     * @param check called ten times a second by another thread; what it throws ends the statement, and comes out here
     * @throws QueryException if the statement fails by itself
     */
    public static void execute(Session session, String sql, Runnable check) {
        run(() -> session.execute(sql), session::cancel, check);
    }

    /**
     * Work that can be ended.
     *
     * @param <E> what it may throw
     */
    @FunctionalInterface
    public interface Work<E extends Exception> {
        void run() throws E;
    }

    /**
     * Does work.
     *
     * @param cancel called by another thread, ends the work, which fails
     * @param check called ten times a second by that thread; what it throws cancels the work, and comes out here
     */
    public static <E extends Exception> void run(Work<E> work, Runnable cancel, Runnable check) throws E {
        Watch watch = new Watch(cancel, check);
        Thread thread = new Thread(watch::run, "watch");
        thread.setDaemon(true);
        thread.start();
        try {
            work.run();
        } catch (Exception e) {
            RuntimeException verdict = watch.verdict;
            if (verdict != null) {
                throw verdict;
            }
            throw e;
        } finally {
            watch.done.countDown();
        }
    }

    private void run() {
        try {
            while (!done.await(INTERVAL_MILLIS, TimeUnit.MILLISECONDS)) {
                try {
                    if (verdict == null) {
                        check.run();
                    } else {
                        // It may have begun after it was to end.
                        cancel.run();
                    }
                } catch (RuntimeException e) {
                    verdict = e;
                    cancel.run();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
