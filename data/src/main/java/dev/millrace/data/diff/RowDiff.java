package dev.millrace.data.diff;

import dev.millrace.contract.Digest;
import dev.millrace.contract.dataset.DatasetManifest;
import dev.millrace.contract.dataset.DatasetManifest.Chunk;
import dev.millrace.contract.report.IngestSummary.Diff;
import dev.millrace.data.rows.RowBuffer;
import dev.millrace.data.tally.ValueCounts;
import dev.millrace.store.Store;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Counts the rows that one version has and another lacks, with multiplicity and without regard to order. Chunks that both have are not
 * read. Rows are compared by the first 128 bits of their hashes.
 */
public final class RowDiff {
    private static final int IN_MEMORY = 1 << 16;
    private static final int PARENT = 0;
    private static final int CHILD = 1;

    private final Store store;
    private final Path scratch;

    /**
     * A comparison.
     *
     * @param scratch for what does not fit memory
     */
    public RowDiff(Store store, Path scratch) {
        this.store = store;
        this.scratch = scratch;
    }

    /** Rows added to and removed from the parent. Where columns or their types differ, no row is the same. */
    public Diff between(DatasetManifest parent, DatasetManifest child) throws IOException {
        if (!parent.columns().equals(child.columns())) {
            return new Diff(child.rows(), parent.rows());
        }
        long[] changed = new long[2];
        try (ValueCounts rows = new ValueCounts(IN_MEMORY, scratch)) {
            count(without(parent.chunks(), child.chunks()), PARENT, rows);
            count(without(child.chunks(), parent.chunks()), CHILD, rows);
            rows.forEach((hash, counts) -> {
                changed[0] += Math.max(0, counts[CHILD] - counts[PARENT]);
                changed[1] += Math.max(0, counts[PARENT] - counts[CHILD]);
            });
        }
        return new Diff(changed[0], changed[1]);
    }

    /** Chunks of one version that the other has not, or not as often. */
    private static List<Chunk> without(List<Chunk> chunks, List<Chunk> others) {
        Map<Digest, Integer> shared = new HashMap<>();
        for (Chunk chunk : others) {
            shared.merge(chunk.digest(), 1, Integer::sum);
        }
        List<Chunk> left = new ArrayList<>();
        for (Chunk chunk : chunks) {
            if (shared.merge(chunk.digest(), -1, Integer::sum) < 0) {
                left.add(chunk);
            }
        }
        return left;
    }

    private void count(List<Chunk> chunks, int group, ValueCounts rows) throws IOException {
        byte[] hash = new byte[RowBuffer.HASH_BYTES];
        for (Chunk chunk : chunks) {
            try (InputStream in =
                    new BufferedInputStream(Files.newInputStream(store.fetch(chunk.rowHashes(), scratch)))) {
                while (in.readNBytes(hash, 0, hash.length) == hash.length) {
                    rows.add(hash, 0, hash.length, group);
                }
            }
        }
    }
}
