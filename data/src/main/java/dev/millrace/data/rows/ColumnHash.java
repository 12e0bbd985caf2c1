package dev.millrace.data.rows;

import dev.millrace.contract.Digest;
import java.security.DigestException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.codec.digest.MurmurHash3;

/** Hashes rows' values in some of the columns, on all cores. */
public final class ColumnHash {
    /** Stands for a missing value. */
    private static final long NULL = 0x9e3779b97f4a7c15L;

    private final int[] chosen;

    /** @param chosen the columns' indexes */
    public ColumnHash(int[] chosen) {
        this.chosen = chosen.clone();
    }

    /**
     * SHA-256 of each row of a batch with all columns.
     *
     * @param prefix hashed first: another one, other hashes
     * @param kept the first bytes of each hash that are kept
     * @return {@code kept} bytes a row
     */
    public byte[] hashes(List<Values> batch, byte[] prefix, int kept) {
        Values[] columns = columns(batch);
        int rows = batch.get(0).rows();
        byte[] hashes = new byte[rows * kept];
        RowSlices.forEach(rows, (from, to) -> {
            MessageDigest hash = Digest.sha256();
            byte[] whole = new byte[hash.getDigestLength()];
            RowEncoder encoder = new RowEncoder();
            encoder.encode(columns, from, to);
            for (int row = from; row < to; row++) {
                hash.update(prefix);
                hash.update(encoder.bytes(), encoder.start(row - from), encoder.length(row - from));
                finish(hash, whole);
                System.arraycopy(whole, 0, hashes, row * kept, kept);
            }
        });
        return hashes;
    }

    private static void finish(MessageDigest hash, byte[] target) {
        try {
            hash.digest(target, 0, target.length);
        } catch (DigestException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * 64 bits of each row: for comparisons within a step, many times faster. Nothing that is stored may hang on them. Two different numbers in one column
     * alone never have the same bits.
     */
    public long[] quickHashes(List<Values> batch) {
        long[] hashes = new long[batch.get(0).rows()];
        for (Values column : columns(batch)) {
            RowSlices.forEach(hashes.length, (from, to) -> {
                if (column instanceof Values.Doubles doubles) {
                    for (int row = from; row < to; row++) {
                        hashes[row] = mixed(
                                hashes[row] + (doubles.nulls()[row] ? NULL : RowEncoder.bits(doubles.values()[row])));
                    }
                } else if (column instanceof Values.Longs longs) {
                    for (int row = from; row < to; row++) {
                        hashes[row] = mixed(hashes[row] + (longs.nulls()[row] ? NULL : longs.values()[row]));
                    }
                } else if (column instanceof Values.Texts texts) {
                    for (int row = from; row < to; row++) {
                        hashes[row] = mixed(hashes[row] + (texts.nulls()[row] ? NULL : hash(texts, row)));
                    }
                }
            });
        }
        return hashes;
    }

    private static long hash(Values.Texts texts, int row) {
        return MurmurHash3.hash128x64(texts.bytes(), texts.offsets()[row], texts.length(row), 0)[0];
    }

    /** MurmurHash3's finalizer for 64 bits (A. Appleby), which takes no two numbers to one. */
    private static long mixed(long number) {
        long mixed = (number ^ (number >>> 33)) * 0xff51afd7ed558ccdL;
        mixed = (mixed ^ (mixed >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return mixed ^ (mixed >>> 33);
    }

    private Values[] columns(List<Values> batch) {
        return Arrays.stream(chosen).mapToObj(batch::get).toArray(Values[]::new);
    }
}
