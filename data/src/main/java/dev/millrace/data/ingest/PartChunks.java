package dev.millrace.data.ingest;

import dev.millrace.contract.Json;
import dev.millrace.contract.dataset.DatasetManifest.Chunk;
import dev.millrace.data.engine.Session;
import dev.millrace.data.part.Place;
import dev.millrace.data.part.Workers;
import dev.millrace.data.rows.ChunkHash;
import dev.millrace.data.rows.RowBuffer;
import dev.millrace.data.rows.RowHashes;
import dev.millrace.data.rows.Values;
import dev.millrace.data.sensitive.SensitiveColumns;
import dev.millrace.data.source.RowSource;
import dev.millrace.data.source.TypedRows;
import dev.millrace.store.Store;
import dev.millrace.store.Store.Stored;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Writes chunks into the store: each task those that begin in one part, of whose last the rows may be those of further parts.
 *
 * @param source with its columns
 * @param tasks one for each part in which a chunk begins
 */
record PartChunks(PartedSource source, List<Range> tasks) implements Workers.Task {
    /**
     * Chunks one after another.
     *
     * @param part in which they begin
     * @param firstRow of that part, counted over all parts
     * @param start of the first chunk, counted likewise
     * @param ends of the chunks: each the number of the row behind
     */
    record Range(int part, long firstRow, long start, List<Long> ends) implements Serializable {}

    /** Chunks in order, and all their blobs as the store took them. */
    record Written(List<Chunk> chunks, List<Stored> blobs) {}

    /** What each task has to write. */
    static List<Range> ranges(PartJoining.Cuts cuts) {
        List<Range> ranges = new ArrayList<>();
        int chunk = 0;
        long start = 0;
        long firstRow = 0;
        for (int part = 0; part < cuts.rows().size(); part++) {
            long behind = firstRow + cuts.rows().get(part);
            long first = start;
            List<Long> ends = new ArrayList<>();
            while (chunk < cuts.ends().size() && start < behind) {
                start = cuts.ends().get(chunk++);
                ends.add(start);
            }
            if (!ends.isEmpty()) {
                ranges.add(new Range(part, firstRow, first, ends));
            }
            firstRow = behind;
        }
        return ranges;
    }

    @Override
    public byte[] run(int task, Place place) throws IOException {
        return Answer.of(SensitiveColumns.of(source.plan().columns()), out -> {
            Recorded blobs = new Recorded(place.store());
            try (Session session = Session.open(place.resources());
                    ChunkWriter chunks = new ChunkWriter(
                            blobs, session, source.columns(), place.resources().scratch())) {
                Writing writing = new Writing(tasks.get(task), chunks);
                for (int part = tasks.get(task).part(); !writing.finished(); part++) {
                    RowSource opened = source.open(part, place, session);
                    TypedRows rows = source.typing(opened, place, session).as(source.found(opened));
                    rows.readWhile(session, columns -> new Hashed(columns, RowHashes.of(columns)), batch -> {
                        place.stopCheck();
                        return writing.add(batch);
                    });
                }
                out.write(Json.bytes(new Written(chunks.finish(), blobs.all())));
            }
        });
    }

    /** Rows and their hashes. */
    private record Hashed(List<Values> columns, RowHashes hashes) {
        int rows() {
            return hashes.lengths().length;
        }
    }

    /** Cuts rows that come in order at places that are known. */
    private static final class Writing {
        private final Range range;
        private final ChunkWriter chunks;
        private final ChunkHash hash = new ChunkHash();
        private RowBuffer buffer = new RowBuffer();
        private long row;
        private int chunk;

        Writing(Range range, ChunkWriter chunks) {
            this.range = range;
            this.chunks = chunks;
            this.row = range.firstRow();
        }

        boolean finished() {
            return chunk == range.ends().size();
        }

        /** Takes the next rows; whether more are wanted. */
        boolean add(Hashed batch) {
            int from = (int) Math.min(batch.rows(), Math.max(0, range.start() - row));
            while (from < batch.rows() && !finished()) {
                long end = range.ends().get(chunk);
                int to = (int) Math.min(batch.rows(), end - row);
                for (int i = from; i < to; i++) {
                    hash.add(batch.hashes(), i);
                }
                buffer.add(batch.columns(), batch.hashes(), from, to);
                if (row + to == end) {
                    chunks.write(hash.finish(), buffer);
                    buffer = new RowBuffer();
                    chunk++;
                }
                from = to;
            }
            row += batch.rows();
            return !finished();
        }
    }

    /** Remembers what was put. */
    private static final class Recorded implements Blobs {
        private final Store store;
        private final List<Stored> all = Collections.synchronizedList(new ArrayList<>());

        Recorded(Store store) {
            this.store = store;
        }

        @Override
        public Stored put(Path file) {
            return kept(store.put(file));
        }

        @Override
        public Stored put(byte[] bytes) {
            return kept(store.put(bytes));
        }

        private Stored kept(Stored stored) {
            all.add(stored);
            return stored;
        }

        List<Stored> all() {
            return List.copyOf(all);
        }
    }
}
