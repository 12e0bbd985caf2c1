package dev.millrace.data.ingest;

import dev.millrace.contract.dataset.DatasetManifest.Chunk;
import dev.millrace.data.engine.Session;
import dev.millrace.data.ingest.RowFigures.Batch;
import dev.millrace.data.rows.ChunkCutter;
import dev.millrace.data.rows.RowBuffer;
import dev.millrace.data.rows.RowHashes;
import dev.millrace.data.source.TypedRows;
import dev.millrace.data.split.RowSplit;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The one pass over the typed rows in which everything is computed that needs them. */
final class RowPass implements AutoCloseable {
    private final TypedRows rows;
    private final Session session;
    private final Path splitsFile;
    private final RowFigures figures;
    private final ChunkCutter cutter = new ChunkCutter();
    private RowBuffer buffer = new RowBuffer();
    private long seen;

    /**
     * A pass.
     *
     * @param figures of no rows yet; closed with the pass
     * @param scratch an existing folder
     */
    RowPass(TypedRows rows, RowFigures figures, Session session, Path scratch) {
        this.rows = rows;
        this.figures = figures;
        this.session = session;
        this.splitsFile = scratch.resolve("splits");
    }

    /** Reads all rows. */
    List<Chunk> run(RowSplit split, ChunkWriter chunks, Runnable stopCheck) throws IOException {
        try (OutputStream splits = new BufferedOutputStream(Files.newOutputStream(splitsFile))) {
            rows.read(session, columns -> new Batch(columns, RowHashes.of(columns), split.codes(columns)), batch -> {
                stopCheck.run();
                rows.requireFinite(batch.columns(), seen, session);
                Stream.concat(Stream.of(() -> cut(batch, chunks)), figures.looks(batch).stream())
                        .parallel()
                        .forEach(Runnable::run);
                write(batch.splits(), splits);
                seen += batch.splits().length;
            });
        }
        if (buffer.rows() > 0) {
            chunks.write(cutter.finish(), buffer);
        }
        return chunks.finish();
    }

    private void cut(Batch batch, ChunkWriter chunks) {
        RowHashes hashes = batch.hashes();
        int from = 0;
        for (int row = 0; row < hashes.lengths().length; row++) {
            if (cutter.add(hashes, row)) {
                buffer.add(batch.columns(), hashes, from, row + 1);
                chunks.write(cutter.finish(), buffer);
                buffer = new RowBuffer();
                from = row + 1;
            }
        }
        buffer.add(batch.columns(), hashes, from, hashes.lengths().length);
    }

    private static void write(byte[] codes, OutputStream splits) {
        try {
            splits.write(codes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    RowFigures figures() {
        return figures;
    }

    /** One byte a row, its split's code. */
    Path splitsFile() {
        return splitsFile;
    }

    @Override
    public void close() {
        figures.close();
    }
}
