package dev.millrace.data.split;

import dev.millrace.contract.Split;
import dev.millrace.contract.plan.SplitPlan.Fractions;
import dev.millrace.contract.report.StepException;
import dev.millrace.data.rows.Values;
import dev.millrace.data.tally.NumberCounts;
import dev.millrace.data.tally.ValueCounts;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * A split by hash in which each class of the label has its fractions exactly, as far as rows that stay together let it: the rows of a class train,
 * validate and test in the order of their hashes. Which split a row is in so follows from all rows, but not from their order.
 */
public final class StratifiedSplit implements RowSplit {
    private final Strata strata;
    private final Grouping grouping;
    private final GroupHashes hashes;
    /** Of each class. */
    private final Shares[] shares;

    private StratifiedSplit(Strata strata, Grouping inBatches, Shares[] shares) {
        this.strata = strata;
        this.grouping = inBatches;
        this.hashes = inBatches.hashes();
        this.shares = shares;
    }

    /**
     * Where a batch has what decides a row's split.
     *
     * @param columns indexes of the columns whose values are hashed, in their order in the source
     * @param label index of the label column
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record Grouping(int[] columns, int label, long seed) {
        private GroupHashes hashes() {
            return new GroupHashes(columns, seed);
        }
    }

    @Override
    public byte[] codes(List<Values> batch) {
        byte[] of = hashes.of(batch);
        Values labels = batch.get(grouping.label());
        byte[] codes = new byte[labels.rows()];
        for (int row = 0; row < codes.length; row++) {
            codes[row] = labels.isNull(row)
                    ? Split.NONE
                    : shares[strata.classes.index(labels, row)]
                            .at(GroupHashes.place(of, row))
                            .code();
        }
        return codes;
    }

    /** The classes and hashes of all labelled rows. Any number of them, in bounded memory. */
    public static final class Strata implements AutoCloseable {
        private static final int IN_MEMORY = 1 << 20;

        private final Classes classes;
        private final Grouping grouping;
        private final GroupHashes hashes;
        private final NumberCounts places;
        private final ValueCounts groups;
        private final List<String> keys;

        /**
         * No rows yet.
         *
         * @param label name of the label column
         * @param keys names of the columns whose groups have to stay together; empty: none have to
         * @param grouping in the batches that will come
         * @param folder for what does not fit memory
         */
        public Strata(String label, List<String> keys, Grouping grouping, Path folder) {
            this.classes = new Classes(label);
            this.keys = List.copyOf(keys);
            this.grouping = grouping;
            this.hashes = grouping.hashes();
            this.places = new NumberCounts(IN_MEMORY, folder);
            this.groups = new ValueCounts(IN_MEMORY / 4, folder);
        }

        /**
         * Takes the next rows.
         *
         * @throws StepException if the label has too many values to be classes
         */
        public void add(List<Values> batch) {
            byte[] of = hashes.of(batch);
            byte[] group = new byte[GroupHashes.BYTES + Short.BYTES];
            Values labels = batch.get(grouping.label());
            for (int row = 0; row < labels.rows(); row++) {
                if (!labels.isNull(row)) {
                    int index = classes.add(labels, row);
                    places.add((long) index << GroupHashes.PLACE_BITS | GroupHashes.place(of, row), Split.NONE);
                    if (!keys.isEmpty()) {
                        System.arraycopy(of, row * GroupHashes.BYTES, group, 0, GroupHashes.BYTES);
                        group[GroupHashes.BYTES] = (byte) (index >> Byte.SIZE);
                        group[GroupHashes.BYTES + 1] = (byte) index;
                        groups.add(group, 0, group.length, Split.NONE);
                    }
                }
            }
        }

        /**
         * The split of these rows. Ask once.
         *
         * @param inBatches what decides in the batches that will be split
         * @throws StepException if rows that have to stay together are of different classes
         */
        public StratifiedSplit split(Fractions fractions, Grouping inBatches) {
            requireOneClassAGroup();
            Shares[] shares = new Shares[classes.count()];
            for (int index = 0; index < shares.length; index++) {
                shares[index] = new Shares(fractions, classes.rows(index));
            }
            long placeMask = (1L << GroupHashes.PLACE_BITS) - 1;
            places.forEach((key, counts) ->
                    shares[(int) (key >>> GroupHashes.PLACE_BITS)].add(key & placeMask, counts[Split.NONE]));
            return new StratifiedSplit(this, inBatches, shares);
        }

        private void requireOneClassAGroup() {
            byte[] before = new byte[GroupHashes.BYTES];
            long[] found = new long[2];
            groups.forEach((value, counts) -> {
                boolean same = found[0] > 0 && Arrays.equals(value, 0, GroupHashes.BYTES, before, 0, GroupHashes.BYTES);
                if (same) {
                    found[1]++;
                }
                System.arraycopy(value, 0, before, 0, GroupHashes.BYTES);
                found[0]++;
            });
            if (found[1] > 0) {
                throw StepException.badInput(
                        "spec.split.stratify: rows that agree in " + String.join(", ", keys)
                                + " stay in one split, but some of them have different labels (" + found[1] + " of "
                                + (found[0] - found[1])
                                + " groups), so that no class can have its exact share: leave stratify out, or split by other columns.");
            }
        }

        @Override
        public void close() {
            places.close();
            groups.close();
        }
    }
}
