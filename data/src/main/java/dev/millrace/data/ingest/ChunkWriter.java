package dev.millrace.data.ingest;

import dev.millrace.contract.Digest;
import dev.millrace.contract.dataset.DatasetManifest.Chunk;
import dev.millrace.contract.dataset.DatasetManifest.Column;
import dev.millrace.data.engine.Session;
import dev.millrace.data.engine.Sql;
import dev.millrace.data.rows.RowBuffer;
import dev.millrace.store.Store.Stored;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Writes chunks as Parquet into the store, in a thread of its own: while one chunk is written, the next is gathered. A Parquet file holds
 * one chunk as one row group, so that its bytes follow from the rows and DuckDB's version.
 */
final class ChunkWriter implements AutoCloseable {
    /** Chunks that wait for the one that is being written. */
    private static final int MOST_WAITING = 1;

    private static final String OPTIONS = "(FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 122880)";

    private final Blobs blobs;
    private final Session session;
    private final List<Column> columns;
    private final Path scratch;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(work -> new Thread(work, "chunks"));
    private final List<Chunk> chunks = new ArrayList<>();
    private final Deque<CompletableFuture<Void>> writing = new ArrayDeque<>();

    /**
     * No chunks yet.
     *
     * @param blobs where chunks go
     * @param session beside which chunks are written
     */
    ChunkWriter(Blobs blobs, Session session, List<Column> columns, Path scratch) {
        this.blobs = blobs;
        this.session = session.single();
        this.columns = columns;
        this.scratch = scratch;
    }

    /** Takes a chunk, once there is room for it. */
    void write(Digest digest, RowBuffer rows) {
        awaitAllBut(MOST_WAITING);
        writing.add(CompletableFuture.runAsync(() -> store(digest, rows), thread));
    }

    private void store(Digest digest, RowBuffer rows) {
        Path file = scratch.resolve("chunk.parquet");
        session.execute(
                "chunk", columns, rows.values(), "COPY (FROM chunk) TO " + Sql.text(file.toString()) + " " + OPTIONS);
        Stored parquet = blobs.put(file);
        Stored hashes = blobs.put(rows.hashes());
        chunks.add(new Chunk(digest, rows.rows(), parquet.digest(), parquet.sizeBytes(), hashes.digest()));
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void awaitAllBut(int most) {
        while (writing.size() > most) {
            try {
                writing.remove().join();
            } catch (CompletionException e) {
                if (e.getCause() instanceof RuntimeException cause) {
                    throw cause;
                }
                throw e;
            }
        }
    }

    /** All chunks in order, when they are stored. */
    List<Chunk> finish() {
        awaitAllBut(0);
        return chunks;
    }

    @Override
    public void close() {
        // What waits is dropped. What is being written comes to its end uninterrupted: the session is its, and a blob
        // must be counted once
        // the store has it.
        writing.forEach(chunk -> chunk.cancel(false));
        thread.shutdown();
        boolean interrupted = false;
        while (!thread.isTerminated()) {
            try {
                thread.awaitTermination(1, TimeUnit.MINUTES);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        session.close();
    }
}
