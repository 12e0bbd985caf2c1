package dev.millrace.data.rows;

import dev.millrace.contract.Digest;
import java.security.MessageDigest;

/**
 * Says where chunks of rows end, and what their digests are.
 *
 * <p>A chunk ends after a row whose hash ends in fifteen zero bits, once it has {@link #MIN_ROWS}; at {@link #MAX_ROWS}; or when its rows'
 * encodings reach {@link #MAX_BYTES}. So the same rows are cut at the same places, wherever they stand in a version, and rows that are
 * added or removed change the chunks around them only.
 */
public final class ChunkCutter {
    /** Fewer rows only in a version's last chunk, or where they are very large. */
    public static final int MIN_ROWS = 8_192;

    public static final int MAX_ROWS = 122_880;

    /** Of encoded rows: what bounds the memory that a chunk takes. */
    public static final long MAX_BYTES = 32L << 20;

    private static final int CUT_BITS = 0x7fff;

    private MessageDigest chunk = RowTree.chunkHash();
    private int rows;
    private long bytes;

    /** Takes the next row; true: it is the last of its chunk. Then {@link #finish} the chunk. */
    public boolean add(RowHashes batch, int row) {
        byte[] hashes = batch.hashes();
        int at = row * RowHashes.HASH_BYTES;
        chunk.update(hashes, at, RowHashes.HASH_BYTES);
        rows++;
        bytes += batch.lengths()[row];
        int last = at + RowHashes.HASH_BYTES - 1;
        int tail = ((hashes[last - 1] & 0xff) << 8) | (hashes[last] & 0xff);
        return rows >= MAX_ROWS || bytes >= MAX_BYTES || (rows >= MIN_ROWS && (tail & CUT_BITS) == 0);
    }

    /** Rows of the chunk so far. */
    public int rows() {
        return rows;
    }

    /** Ends the chunk and gives its digest. */
    public Digest finish() {
        Digest digest = Digest.ofHash(chunk.digest());
        chunk = RowTree.chunkHash();
        rows = 0;
        bytes = 0;
        return digest;
    }
}
