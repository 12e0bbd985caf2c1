package dev.millrace.data.rows;

import dev.millrace.contract.Digest;
import java.security.MessageDigest;

/** The digest of a chunk, of its rows' hashes one after another. */
public final class ChunkHash {
    private MessageDigest hash = RowTree.chunkHash();

    /** Takes the next row. */
    public void add(RowHashes batch, int row) {
        hash.update(batch.hashes(), row * RowHashes.HASH_BYTES, RowHashes.HASH_BYTES);
    }

    /** Gives the chunk's digest, and begins the next chunk. */
    public Digest finish() {
        Digest digest = Digest.ofHash(hash.digest());
        hash = RowTree.chunkHash();
        return digest;
    }
}
