package dev.millrace.data.diff;

import dev.millrace.contract.dataset.DatasetManifest.Chunk;
import dev.millrace.data.engine.Batches;
import dev.millrace.data.engine.Session;
import dev.millrace.data.engine.Sql;
import dev.millrace.data.rows.ColumnHash;
import dev.millrace.store.Store;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Hashes of some columns' values, read from chunks: of the Parquet files nothing but these columns. */
final class ColumnHashes implements Hashes {
    /** Chunks that are fetched and read together: what bounds the copies of a distant store. */
    private static final int CHUNKS_AT_ONCE = 16;

    private final Reading reading;
    private final Session session;
    private final ColumnHash hash;
    private int nextChunk;
    private List<Path> files = List.of();
    private @Nullable Batches batches;

    /**
     * What is read.
     *
     * @param columns names, at least one; their order counts
     */
    record Reading(Store store, Path scratch, List<Chunk> chunks, List<String> columns, Runnable stopCheck) {}

    /** @param session of which a fork is used */
    ColumnHashes(Reading reading, Session session) {
        this.reading = reading;
        this.session = session.fork();
        this.hash = new ColumnHash(IntStream.range(0, reading.columns().size()).toArray());
    }

    @Override
    public long[] next() {
        reading.stopCheck().run();
        while (batches == null || !batches.next()) {
            endFiles();
            if (nextChunk == reading.chunks().size()) {
                return new long[0];
            }
            batches = open();
        }
        return hash.quickHashes(batches.values());
    }

    private Batches open() {
        int end = Math.min(reading.chunks().size(), nextChunk + CHUNKS_AT_ONCE);
        files = reading.chunks().subList(nextChunk, end).parallelStream()
                .map(chunk -> reading.store().fetch(chunk.parquet(), reading.scratch()))
                .toList();
        nextChunk = end;
        return session.query(reading.columns().stream()
                        .map(Sql::name)
                        .collect(Collectors.joining(", ", "SELECT ", " FROM read_parquet("))
                + Sql.files(files) + ")");
    }

    /** Copies in the scratch folder go; the store's own files stay. */
    private void endFiles() {
        if (batches != null) {
            batches.close();
            batches = null;
        }
        try {
            for (Path file : files) {
                if (file.startsWith(reading.scratch())) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        files = List.of();
    }

    @Override
    public void close() {
        endFiles();
        session.close();
    }
}
