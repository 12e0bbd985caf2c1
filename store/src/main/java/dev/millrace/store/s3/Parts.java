package dev.millrace.store.s3;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Works on parts of objects, several at once. */
public final class Parts {
    /** How many. */
    public static final int AT_ONCE = 4;

    private Parts() {}

    /**
     * Does all of it, or fails with the first that fails. None is under way when this returns: what still arrived then would stay.
     *
     * @return what each gave, in their order
     */
    public static <T> List<T> run(List<Callable<T>> parts) throws IOException {
        return run(parts, AT_ONCE);
    }

    /** As {@link #run(List)}, by so many threads. */
    static <T> List<T> run(List<Callable<T>> parts, int atOnce) throws IOException {
        ExecutorService threads = Executors.newFixedThreadPool(atOnce, work -> new Thread(work, "part"));
        try {
            List<Future<T>> begun = new ArrayList<>();
            for (Callable<T> part : parts) {
                begun.add(threads.submit(part));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> part : begun) {
                results.add(part.get());
            }
            return results;
        } catch (ExecutionException e) {
            throw rethrown(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            end(threads);
        }
    }

    private static void end(ExecutorService threads) {
        threads.shutdownNow();
        boolean interrupted = Thread.interrupted();
        while (!threads.isTerminated()) {
            try {
                threads.awaitTermination(1, TimeUnit.MINUTES);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static IOException rethrown(ExecutionException e) {
        if (e.getCause() instanceof RuntimeException cause) {
            throw cause;
        }
        return e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
    }
}
