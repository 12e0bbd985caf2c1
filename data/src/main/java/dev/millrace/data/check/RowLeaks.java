package dev.millrace.data.check;

import dev.millrace.contract.Split;
import dev.millrace.data.rows.ColumnHash;
import dev.millrace.data.rows.Values;
import dev.millrace.data.tally.NumberCounts;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Finds rows that have all their features in common and yet are in different splits: what was learned by heart is then
 * tested. Features are compared by 64 bits of their hash: among a hundred million rows one pair is taken for equal with a chance of 1 in 4,000.
 */
public final class RowLeaks implements LeakCheck, AutoCloseable {
    private static final int IN_MEMORY = 1 << 18;

    private final ColumnHash features;
    private final NumberCounts counts;

    /**
     * No rows yet.
     *
     * @param features indexes of the feature columns
     * @param folder for what does not fit memory
     */
    public RowLeaks(int[] features, Path folder) {
        this.features = new ColumnHash(features);
        this.counts = new NumberCounts(IN_MEMORY, folder);
    }

    /** Takes the next rows, with the code of each row's split. */
    public void add(List<Values> batch, byte[] splits) {
        long[] hashes = features.quickHashes(batch);
        for (int row = 0; row < splits.length; row++) {
            if (splits[row] != Split.NONE) {
                counts.add(hashes[row], splits[row]);
            }
        }
    }

    /** A sentence, if there are such rows. */
    public Optional<String> warning() {
        long[] rows = new long[1];
        counts.forEach((key, groups) -> {
            long train = groups[Split.TRAIN.code()];
            long others = groups[Split.VALIDATION.code()] + groups[Split.TEST.code()];
            boolean betweenOthers = groups[Split.VALIDATION.code()] > 0 && groups[Split.TEST.code()] > 0;
            if (train > 0) {
                rows[0] += others;
            } else if (betweenOthers) {
                rows[0] += groups[Split.TEST.code()];
            }
        });
        if (rows[0] == 0) {
            return Optional.empty();
        }
        return Optional.of(
                rows[0] + (rows[0] == 1 ? " row has" : " rows have")
                        + " the same features as a row of another split: metrics will look better than they are. Remove duplicates, or split by the features.");
    }

    @Override
    public List<String> warnings() {
        return warning().stream().toList();
    }

    @Override
    public void write(DataOutputStream out) throws IOException {
        counts.write(out);
    }

    @Override
    public void join(DataInputStream in) throws IOException {
        counts.join(in);
    }

    @Override
    public void close() {
        counts.close();
    }
}
