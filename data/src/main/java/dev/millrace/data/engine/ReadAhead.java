package dev.millrace.data.engine;

import dev.millrace.data.rows.Values;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A streamed result that a thread of its own reads and prepares a little ahead: while one batch is worked on, the next ones are made.
 *
 * @param <T> what becomes of a batch
 */
public final class ReadAhead<T> implements AutoCloseable {
    private static final int BATCHES = 2;

    private final Batches batches;
    private final Function<List<Values>, T> preparation;
    private final BlockingQueue<Item<T>> read = new ArrayBlockingQueue<>(BATCHES);
    private final Thread reader = new Thread(this::read, "reader");

    private ReadAhead(Batches batches, Function<List<Values>, T> preparation) {
        this.batches = batches;
        this.preparation = preparation;
    }

    /**
     * Begins a query; the session is in use until this is closed.
     *
     * @param preparation of each batch, whose columns come in the query's order; called in the rows' order
     */
    public static <T> ReadAhead<T> of(Session session, String sql, Function<List<Values>, T> preparation) {
        ReadAhead<T> ahead = new ReadAhead<>(session.query(sql), preparation);
        ahead.reader.setDaemon(true);
        ahead.reader.start();
        return ahead;
    }

    /** A prepared batch, or what ended the reading; neither: the end. */
    private record Item<T>(@Nullable T batch, @Nullable RuntimeException failure) {}

    private void read() {
        try {
            while (batches.next()) {
                read.put(new Item<>(preparation.apply(batches.values()), null));
            }
            read.put(new Item<>(null, null));
        } catch (InterruptedException e) {
            // Nobody wants the rest.
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            fail(e);
        }
    }

    private void fail(RuntimeException failure) {
        try {
            read.put(new Item<>(null, failure));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * The next batch; empty: there is none.
     *
     * @throws QueryException if the query failed
     */
    public Optional<T> next() {
        try {
            Item<T> item = read.take();
            if (item.failure() != null) {
                throw item.failure();
            }
            return Optional.ofNullable(item.batch());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for rows", e);
        }
    }

    @Override
    public void close() {
        reader.interrupt();
        boolean interrupted = false;
        while (reader.isAlive()) {
            read.clear();
            try {
                reader.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        batches.close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
