package dev.millrace.data.split;

import dev.millrace.data.rows.ColumnHash;
import dev.millrace.data.rows.Values;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** SHA-256 over a seed and a row's values in some columns: rows that agree in them have the same hash, and are one group. */
final class GroupHashes {
    /** Bytes that are kept of a hash. */
    static final int BYTES = 16;

    /** Bits of a row's place in the order of hashes. */
    static final int PLACE_BITS = 53;

    private static final byte[] DOMAIN = "millrace-split-v1\n".getBytes(StandardCharsets.UTF_8);

    private final ColumnHash columns;
    private final byte[] prefix;

    /**
     * Hashes over some columns.
     *
     * @param columns their indexes, rising, at least one
     */
    GroupHashes(int[] columns, long seed) {
        this.columns = new ColumnHash(columns);
        this.prefix = ByteBuffer.allocate(DOMAIN.length + Long.BYTES)
                .put(DOMAIN)
                .putLong(seed)
                .array();
    }

    /** The hash of each row of a batch, {@link #BYTES} each; computed on all cores. */
    byte[] of(List<Values> batch) {
        return columns.hashes(batch, prefix, BYTES);
    }

    /** The first {@link #PLACE_BITS} bits of a row's hash. */
    static long place(byte[] hashes, int row) {
        return ByteBuffer.wrap(hashes).getLong(row * BYTES) >>> (Long.SIZE - PLACE_BITS);
    }
}
