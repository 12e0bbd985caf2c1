package dev.millrace.data.rows;

import dev.millrace.contract.Digest;
import dev.millrace.contract.Json;
import dev.millrace.contract.dataset.DatasetManifest.Chunk;
import dev.millrace.contract.dataset.DatasetManifest.Column;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;

/** The digests above the rows' own: of a chunk, and of a whole version. */
public final class RowTree {
    /** The version of the encoding of rows, chunks and trees; another version gives other digests. */
    public static final int ENCODING = 1;

    private static final byte[] CHUNK = "millrace-chunk-v1\n".getBytes(StandardCharsets.UTF_8);
    private static final byte[] VERSION = "millrace-rows-v1\n".getBytes(StandardCharsets.UTF_8);

    private RowTree() {}

    /** A hash that a chunk's row hashes, 32 bytes each, are to be fed to in the rows' order: its value is the chunk's digest. */
    static MessageDigest chunkHash() {
        MessageDigest hash = Digest.sha256();
        hash.update(CHUNK);
        return hash;
    }

    /**
     * The digest of a data version.
     *
     * @param columns their names and types, in order
     * @param chunks in the rows' order; only their digests and numbers of rows count
     */
    public static Digest digest(List<Column> columns, List<Chunk> chunks) {
        MessageDigest hash = Digest.sha256();
        hash.update(VERSION);
        byte[] schema = Json.bytes(columns);
        hash.update(ByteBuffer.allocate(Integer.BYTES).putInt(schema.length).flip());
        hash.update(schema);
        for (Chunk chunk : chunks) {
            hash.update(chunk.digest().hash());
            hash.update(ByteBuffer.allocate(Long.BYTES).putLong(chunk.rows()).flip());
        }
        return Digest.ofHash(hash.digest());
    }
}
