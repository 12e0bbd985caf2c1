package dev.millrace.data.rows;

import dev.millrace.contract.Digest;

/** Cuts rows into chunks where {@link ChunkBounds} says, and gives the chunks' digests. */
public final class ChunkCutter {
    private final ChunkBounds bounds = new ChunkBounds();
    private final ChunkHash hash = new ChunkHash();

    /** Takes the next row; true: it is the last of its chunk. Then {@link #finish} the chunk. */
    public boolean add(RowHashes batch, int row) {
        hash.add(batch, row);
        return bounds.add(batch.lengths()[row], ChunkBounds.mayEnd(batch, row));
    }

    /** Gives the digest of the chunk that ended, or of the rows behind the last one. */
    public Digest finish() {
        return hash.finish();
    }
}
