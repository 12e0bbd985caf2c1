package dev.millrace.data.rows;

import dev.millrace.contract.Digest;
import java.security.MessageDigest;
import java.util.List;
import org.apache.commons.codec.digest.MurmurHash3;

/**
 * Hashes a row's values in some of the columns, behind a prefix. Not safe for several threads.
 */
public final class ColumnHash {
    private final byte[] prefix;
    private final int[] chosen;
    private final RowEncoder encoder = new RowEncoder();
    private final MessageDigest hash = Digest.sha256();
    private final Values[] columns;
    private List<Values> batch = List.of();

    /**
     * Hashes over some columns.
     *
     * @param prefix hashed first: another one, other hashes
     * @param chosen the columns' indexes
     */
    public ColumnHash(byte[] prefix, int[] chosen) {
        this.prefix = prefix.clone();
        this.chosen = chosen.clone();
        this.columns = new Values[chosen.length];
    }

    /** SHA-256 of a row of a batch with all columns. */
    public byte[] hash(List<Values> all, int row) {
        encode(all, row);
        hash.update(prefix);
        hash.update(encoder.bytes(), 0, encoder.length());
        return hash.digest();
    }

    /**
     * 64 bits of MurmurHash3 of a row, without the prefix: for comparisons within a step, several times faster. Nothing that is stored may
     * hang on it.
     */
    public long quickHash(List<Values> all, int row) {
        encode(all, row);
        return MurmurHash3.hash128x64(encoder.bytes(), 0, encoder.length(), 0)[0];
    }

    private void encode(List<Values> all, int row) {
        if (all != batch) {
            batch = all;
            for (int i = 0; i < chosen.length; i++) {
                columns[i] = all.get(chosen[i]);
            }
        }
        encoder.encode(columns, row);
    }
}
