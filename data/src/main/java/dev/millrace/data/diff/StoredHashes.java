package dev.millrace.data.diff;

import dev.millrace.contract.dataset.DatasetManifest.Chunk;
import dev.millrace.data.rows.RowBuffer;
import dev.millrace.store.Store;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.List;

/** The first 64 bits of the row hashes that lie beside chunks: nothing of the rows themselves is read. */
final class StoredHashes implements Hashes {
    private final Store store;
    private final Runnable stopCheck;
    private final Iterator<Chunk> chunks;

    StoredHashes(Store store, List<Chunk> chunks, Runnable stopCheck) {
        this.store = store;
        this.chunks = chunks.iterator();
        this.stopCheck = stopCheck;
    }

    @Override
    public long[] next() {
        if (!chunks.hasNext()) {
            return new long[0];
        }
        stopCheck.run();
        ByteBuffer bytes = ByteBuffer.wrap(store.read(chunks.next().rowHashes()));
        long[] hashes = new long[bytes.capacity() / RowBuffer.HASH_BYTES];
        for (int row = 0; row < hashes.length; row++) {
            hashes[row] = bytes.getLong(row * RowBuffer.HASH_BYTES);
        }
        return hashes;
    }

    @Override
    public void close() {
        // Nothing is open between two chunks.
    }
}
