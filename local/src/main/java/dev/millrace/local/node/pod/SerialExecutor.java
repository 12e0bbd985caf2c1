package dev.millrace.local.node.pod;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does one thing at a time, in order, on borrowed threads: what it does needs no locks. */
final class SerialExecutor implements Executor {
    private static final Logger LOG = LoggerFactory.getLogger(SerialExecutor.class);

    private final Executor threads;
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private @Nullable Runnable active;

    SerialExecutor(Executor threads) {
        this.threads = threads;
    }

    @Override
    public synchronized void execute(Runnable work) {
        waiting.add(() -> {
            try {
                work.run();
            } catch (RuntimeException e) {
                LOG.error("work on a pod failed", e);
            } finally {
                next();
            }
        });
        if (active == null) {
            next();
        }
    }

    private synchronized void next() {
        active = waiting.poll();
        if (active != null) {
            threads.execute(active);
        }
    }
}
