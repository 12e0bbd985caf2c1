package dev.millrace.data.engine;

import dev.millrace.data.rows.Values;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/** A streamed result that a thread of its own reads a little ahead: while one batch is worked on, the next ones are made. */
public final class ReadAhead implements AutoCloseable {
    private static final int BATCHES = 2;

    private final Batches batches;
    private final BlockingQueue<Item> read = new ArrayBlockingQueue<>(BATCHES);
    private final Thread reader = new Thread(this::read, "reader");

    private ReadAhead(Batches batches) {
        this.batches = batches;
    }

    /** Begins a query; the session is in use until this is closed. */
    public static ReadAhead of(Session session, String sql) {
        ReadAhead ahead = new ReadAhead(session.query(sql));
        ahead.reader.setDaemon(true);
        ahead.reader.start();
        return ahead;
    }

    /** A batch, or what ended the reading; neither: the end. */
    private record Item(List<Values> batch, @Nullable RuntimeException failure) {}

    private void read() {
        try {
            while (batches.next()) {
                read.put(new Item(batches.values(), null));
            }
            read.put(new Item(List.of(), null));
        } catch (InterruptedException e) {
            // Nobody wants the rest.
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            fail(e);
        }
    }

    private void fail(RuntimeException failure) {
        try {
            read.put(new Item(List.of(), failure));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * The next batch's columns in the query's order; empty: there is none.
     *
     * @throws QueryException if the query failed
     */
    public List<Values> next() {
        try {
            Item item = read.take();
            if (item.failure() != null) {
                throw item.failure();
            }
            return item.batch();
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
