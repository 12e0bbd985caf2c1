package dev.millrace.data.diff;

import dev.millrace.contract.Digest;
import dev.millrace.contract.dataset.DatasetManifest;
import dev.millrace.contract.dataset.DatasetManifest.Chunk;
import dev.millrace.contract.dataset.DatasetManifest.Column;
import dev.millrace.contract.report.IngestSummary.Diff;
import dev.millrace.data.engine.Session;
import dev.millrace.store.Store;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Says which rows and columns one version has and another lacks. Rows are counted with multiplicity and without regard to order. Chunks
 * that both have are not read; of the others the stored row hashes, or where these do not tell, the columns that are compared.
 *
 * <p>Rows are compared by 64 bits of their hashes: of a million rows that differ, among a hundred million, one is taken for another with a chance
 * of 1 in 180,000.
 */
public final class RowDiff {
    private static final int IN_MEMORY = 1 << 20;
    private static final int MOST_NAMES = 20;

    private final Store store;
    private final Session session;
    private final Path scratch;
    private final Runnable stopCheck;

    /**
     * A comparison.
     *
     * @param session of which forks are used
     * @param scratch for what does not fit memory
     * @param stopCheck called every few thousand rows
     */
    public RowDiff(Store store, Session session, Path scratch, Runnable stopCheck) {
        this.store = store;
        this.session = session;
        this.scratch = scratch;
        this.stopCheck = stopCheck;
    }

    /**
     * Which rows and columns changed from the parent to the child. Where columns differ, rows are compared in the columns that both have with the same type. With
     * keys, a row whose key both versions have and whose values differ has changed: it is neither added nor removed.
     *
     * @param keys names of the child's key columns; without effect unless the parent has them with the same types
     */
    public Diff between(DatasetManifest parent, DatasetManifest child, List<String> keys) {
        ColumnDiff columns = ColumnDiff.between(parent, child);
        List<Chunk> ofParent = parent.chunks();
        List<Chunk> ofChild = child.chunks();
        if (columns.sameEncoding()) {
            ofParent = without(parent.chunks(), child.chunks());
            ofChild = without(child.chunks(), parent.chunks());
        }
        List<String> common = columns.common().stream().map(Column::name).toList();
        boolean keyed = !keys.isEmpty() && common.containsAll(keys);
        Surplus.Totals rows;
        if (columns.isNone()) {
            rows = surplus(new StoredHashes(store, ofParent, stopCheck), new StoredHashes(store, ofChild, stopCheck));
        } else if (common.isEmpty()) {
            rows = new Surplus.Totals(parent.rows(), child.rows());
        } else {
            rows = surplus(hashes(ofParent, common), hashes(ofChild, common));
        }
        // Rows with equal values have equal keys, so what is left over of the rows and not of the keys has changed.
        Surplus.Totals left = keyed && !rows.areNone() ? surplus(hashes(ofParent, keys), hashes(ofChild, keys)) : rows;
        return new Diff(
                left.child(),
                left.parent(),
                keyed ? rows.parent() - left.parent() : null,
                first(columns.added()),
                first(columns.removed()),
                first(columns.retyped()),
                List.of());
    }

    private static <T> List<T> first(List<T> list) {
        return list.subList(0, Math.min(MOST_NAMES, list.size()));
    }

    private ColumnHashes hashes(List<Chunk> chunks, List<String> columns) {
        return new ColumnHashes(new ColumnHashes.Reading(store, scratch, chunks, columns, stopCheck), session);
    }

    private Surplus.Totals surplus(Hashes parent, Hashes child) {
        try (parent;
                child;
                Surplus surplus = new Surplus(IN_MEMORY, scratch)) {
            Hashes.compare(parent, child, surplus);
            return surplus.totals();
        }
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
}
