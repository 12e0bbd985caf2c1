package dev.millrace.data.check;

import dev.millrace.contract.ColumnRole;
import dev.millrace.contract.ColumnType;
import dev.millrace.contract.Split;
import dev.millrace.contract.dataset.DatasetManifest.Column;
import dev.millrace.data.rows.RowHashes;
import dev.millrace.data.rows.Values;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Finds features that give the label away by themselves, which usually means that they were recorded after it.
 *
 * <p>It looks at a sample of the train split, chosen by the rows' hashes, so that the same rows give the same sample.
 */
public final class LabelLeaks implements LeakCheck {
    /** A feature that explains more than this of the label (R², or area under the ROC curve) is told. */
    static final double LIMIT = 0.98;

    private static final int MOST_ROWS = 50_000;
    private static final int MOST_CELLS = 1 << 21;
    private static final int FEWEST_ROWS = 20;

    private final List<Column> columns;
    private final int label;
    private final List<Integer> features;
    private final int capacity;
    private final List<Sample> samples;
    private long[] ranks;
    private int rows;
    private long threshold = Long.MAX_VALUE;

    /**
     * No rows yet.
     *
     * @param columns of the rows
     * @param roles by name
     */
    public LabelLeaks(List<Column> columns, Map<String, ColumnRole> roles) {
        this.columns = columns;
        this.label =
                indexes(columns, roles, ColumnRole.LABEL).stream().findFirst().orElse(-1);
        this.features = label < 0 ? List.of() : indexes(columns, roles, ColumnRole.FEATURE);
        this.capacity = Math.max(FEWEST_ROWS, Math.min(MOST_ROWS, MOST_CELLS / Math.max(1, features.size() + 1)));
        this.ranks = new long[2 * capacity];
        this.samples = new ArrayList<>();
        if (!features.isEmpty()) {
            samples.add(new Sample(2 * capacity));
            features.forEach(feature -> samples.add(new Sample(2 * capacity)));
        }
    }

    private static List<Integer> indexes(List<Column> columns, Map<String, ColumnRole> roles, ColumnRole role) {
        return IntStream.range(0, columns.size())
                .filter(i -> roles.get(columns.get(i).name()) == role)
                .boxed()
                .toList();
    }

    /** Takes the next rows, with the code of each row's split. */
    public void add(List<Values> batch, RowHashes hashes, byte[] splits) {
        if (features.isEmpty()) {
            return;
        }
        ByteBuffer bytes = ByteBuffer.wrap(hashes.hashes());
        for (int row = 0; row < splits.length; row++) {
            if (splits[row] != Split.TRAIN.code()) {
                continue;
            }
            long rank = bytes.getLong(row * RowHashes.HASH_BYTES) >>> 1;
            if (rank < threshold) {
                keep(batch, row, rank);
            }
        }
    }

    private void keep(List<Values> batch, int row, long rank) {
        if (!hasRoom(rank)) {
            return;
        }
        ranks[rows] = rank;
        samples.get(0).set(rows, batch.get(label), row);
        for (int f = 0; f < features.size(); f++) {
            samples.get(f + 1).set(rows, batch.get(features.get(f)), row);
        }
        rows++;
    }

    /** Makes room for a row, if it is one of those that are kept. */
    private boolean hasRoom(long rank) {
        while (rows == ranks.length && rank < threshold) {
            halve();
        }
        return rank < threshold && rows < ranks.length;
    }

    @Override
    public void write(DataOutputStream out) throws IOException {
        out.writeLong(threshold);
        out.writeInt(rows);
        for (int row = 0; row < rows; row++) {
            out.writeLong(ranks[row]);
            for (Sample sample : samples) {
                out.writeDouble(sample.get(row));
            }
        }
    }

    @Override
    public void join(DataInputStream in) throws IOException {
        long bound = in.readLong();
        while (threshold > bound) {
            halve();
        }
        int others = in.readInt();
        double[] numbers = new double[samples.size()];
        for (int other = 0; other < others; other++) {
            long rank = in.readLong();
            for (int sample = 0; sample < numbers.length; sample++) {
                numbers[sample] = in.readDouble();
            }
            if (hasRoom(rank)) {
                ranks[rows] = rank;
                for (int sample = 0; sample < numbers.length; sample++) {
                    samples.get(sample).set(rows, numbers[sample]);
                }
                rows++;
            }
        }
    }

    /** Drops about half of the sample: the rows with the larger hashes. Rows that are all alike stay or go together. */
    private void halve() {
        threshold /= 2;
        int kept = 0;
        for (int row = 0; row < rows; row++) {
            if (ranks[row] < threshold) {
                ranks[kept] = ranks[row];
                for (Sample sample : samples) {
                    sample.move(row, kept);
                }
                kept++;
            }
        }
        rows = kept;
    }

    /** A sentence for each feature that gives the label away. */
    @Override
    public List<String> warnings() {
        if (features.isEmpty() || rows < FEWEST_ROWS) {
            return List.of();
        }
        Sample labels = samples.get(0);
        ColumnType labelType = columns.get(label).type();
        int distinct = labels.distinct(rows);
        boolean regression = distinct > 2 && labelType.isNumeric();
        List<String> warnings = new ArrayList<>();
        for (int f = 0; f < features.size(); f++) {
            Column feature = columns.get(features.get(f));
            Association association = new Association(samples.get(f + 1), isOrdered(feature.type()), labels, rows);
            double strength = regression ? association.explainedVariance() : association.separation();
            if (strength > LIMIT) {
                warnings.add(String.format(
                        Locale.ROOT,
                        "Feature \"%s\" alone gives the label away (%s %.3f on the train split): is it known before the label is? If not,"
                                + " give it the role ignore.",
                        feature.name(),
                        regression ? "R²" : "AUC",
                        strength));
            }
        }
        return warnings;
    }

    private static boolean isOrdered(ColumnType type) {
        return switch (type) {
            case NUMBER, INTEGER, TIMESTAMP -> true;
            case CATEGORY, BOOLEAN, TEXT -> false;
        };
    }
}
