package dev.millrace.data.engine;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A check that goes on while a statement runs, however long it takes, and can end it. */
public final class Watch {
    private static final int INTERVAL_MILLIS = 100;

    private final Session session;
    private final Runnable check;
    private final CountDownLatch done = new CountDownLatch(1);
    private volatile @Nullable RuntimeException verdict;

    private Watch(Session session, Runnable check) {
        this.session = session;
        this.check = check;
    }

    /**
     * Runs a statement for its effect.
     *
     * @param check called ten times a second by another thread; what it throws ends the statement, and comes out here
     * @throws QueryException if the statement fails by itself
     */
    public static void execute(Session session, String sql, Runnable check) {
        Watch watch = new Watch(session, check);
        Thread thread = new Thread(watch::run, "watch");
        thread.setDaemon(true);
        thread.start();
        try {
            session.execute(sql);
        } catch (RuntimeException e) {
            RuntimeException verdict = watch.verdict;
            throw verdict == null ? e : verdict;
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
                        session.cancel();
                    }
                } catch (RuntimeException e) {
                    verdict = e;
                    session.cancel();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
