package dev.millrace.data.rows;

import dev.millrace.contract.Digest;
import java.security.DigestException;
import java.security.MessageDigest;
import java.util.List;

/**
 * What is computed from every row of a batch for itself: its hash and its length in bytes.
 *
 * @param hashes SHA-256 of each row's encoding, {@link #HASH_BYTES} each
 * @param lengths of the encodings
 */
@SuppressWarnings("ArrayRecordComponent")
public record RowHashes(byte[] hashes, int[] lengths) {
    /** Bytes of a row's hash. */
    public static final int HASH_BYTES = 32;

    /** Hashes a batch of rows on all cores; the result does not depend on their number. */
    public static RowHashes of(List<Values> columns) {
        int rows = columns.get(0).rows();
        RowHashes result = new RowHashes(new byte[rows * HASH_BYTES], new int[rows]);
        Values[] all = columns.toArray(Values[]::new);
        RowSlices.forEach(rows, (from, to) -> result.fill(all, from, to));
        return result;
    }

    private void fill(Values[] columns, int from, int to) {
        MessageDigest hash = Digest.sha256();
        RowEncoder encoder = new RowEncoder();
        encoder.encode(columns, from, to);
        try {
            for (int row = from; row < to; row++) {
                hash.update(encoder.bytes(), encoder.start(row - from), encoder.length(row - from));
                hash.digest(hashes, row * HASH_BYTES, HASH_BYTES);
                lengths[row] = encoder.length(row - from);
            }
        } catch (DigestException e) {
            throw new IllegalStateException(e);
        }
    }
}
