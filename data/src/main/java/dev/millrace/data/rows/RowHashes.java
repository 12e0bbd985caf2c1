package dev.millrace.data.rows;

import dev.millrace.contract.Digest;
import java.security.DigestException;
import java.security.MessageDigest;
import java.util.List;
import java.util.stream.IntStream;

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

    private static final int SLICE = 2_048;

    /** Hashes a batch of rows on all cores; the result does not depend on their number. */
    public static RowHashes of(List<Values> columns) {
        int rows = columns.get(0).rows();
        RowHashes result = new RowHashes(new byte[rows * HASH_BYTES], new int[rows]);
        IntStream.range(0, (rows + SLICE - 1) / SLICE)
                .parallel()
                .forEach(slice -> result.fill(
                        columns.toArray(Values[]::new), slice * SLICE, Math.min(rows, (slice + 1) * SLICE)));
        return result;
    }

    private void fill(Values[] columns, int from, int to) {
        MessageDigest hash = Digest.sha256();
        RowEncoder encoder = new RowEncoder();
        try {
            for (int row = from; row < to; row++) {
                encoder.encode(columns, row);
                hash.update(encoder.bytes(), 0, encoder.length());
                hash.digest(hashes, row * HASH_BYTES, HASH_BYTES);
                lengths[row] = encoder.length();
            }
        } catch (DigestException e) {
            throw new IllegalStateException(e);
        }
    }
}
