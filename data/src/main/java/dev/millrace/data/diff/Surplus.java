package dev.millrace.data.diff;

import dev.millrace.data.tally.NumberCounts;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * What each of two sides has that the other has not, or not as often: numbers of both come by turns, and equal ones cancel out. Where the
 * sides are nearly the same and in nearly the same order, little more than their differences is ever in memory; what is more goes to
 * the scratch folder.
 *
 * <p>Numbers are hashes: their lowest bits are taken as they are. Not safe for several threads.
 */
final class Surplus implements AutoCloseable {
    private static final int SMALLEST_TABLE = 1 << 10;
    private static final int SPILL_GATHERS = 1 << 19;

    /** The two that are compared. */
    enum Side {
        PARENT(0),
        CHILD(1);

        /** Its group among counted numbers. */
        private final int group;

        Side(int group) {
            this.group = group;
        }
    }

    /** How many numbers each side has more than the other, counted with multiplicity. */
    record Totals(long parent, long child) {
        boolean areNone() {
            return parent == 0 && child == 0;
        }
    }

    private final int mostInMemory;
    private final NumberCounts spilled;
    private boolean hasSpilled;
    private long[] numbers = new long[SMALLEST_TABLE];

    /** How often the child has a number more than the parent; 0 marks a free place. */
    private long[] counts = new long[SMALLEST_TABLE];

    private int size;

    /**
     * Nothing came yet.
     *
     * @param mostInMemory different numbers to keep in memory
     * @param folder for more of them
     */
    Surplus(int mostInMemory, Path folder) {
        this.mostInMemory = mostInMemory;
        this.spilled = new NumberCounts(SPILL_GATHERS, folder);
    }

    /** Takes a number of a side. */
    void add(long number, Side side) {
        int place = place(number);
        boolean isNew = counts[place] == 0;
        counts[place] += side == Side.CHILD ? 1 : -1;
        if (isNew) {
            numbers[place] = number;
            size++;
            makeRoom();
        } else if (counts[place] == 0) {
            size--;
            closeGap(place);
        }
    }

    /** Where a number is, or a free place for it. */
    private int place(long number) {
        int mask = numbers.length - 1;
        int place = (int) number & mask;
        while (counts[place] != 0 && numbers[place] != number) {
            place = (place + 1) & mask;
        }
        return place;
    }

    /** Moves numbers that were behind a place that became free to where they will be looked for (Knuth, volume 3, 6.4, algorithm R). */
    private void closeGap(int free) {
        int mask = numbers.length - 1;
        int gap = free;
        for (int place = (gap + 1) & mask; counts[place] != 0; place = (place + 1) & mask) {
            int home = (int) numbers[place] & mask;
            if (((place - home) & mask) >= ((place - gap) & mask)) {
                numbers[gap] = numbers[place];
                counts[gap] = counts[place];
                counts[place] = 0;
                gap = place;
            }
        }
    }

    private void makeRoom() {
        if (size > mostInMemory) {
            spill();
        } else if (size * 2 > numbers.length) {
            long[] before = numbers;
            long[] countsBefore = counts;
            numbers = new long[before.length * 2];
            counts = new long[before.length * 2];
            for (int i = 0; i < before.length; i++) {
                if (countsBefore[i] != 0) {
                    int place = place(before[i]);
                    numbers[place] = before[i];
                    counts[place] = countsBefore[i];
                }
            }
        }
    }

    private void spill() {
        for (int place = 0; place < numbers.length; place++) {
            Side side = counts[place] < 0 ? Side.PARENT : Side.CHILD;
            for (long times = Math.abs(counts[place]); times > 0; times--) {
                spilled.add(numbers[place], side.group);
            }
        }
        Arrays.fill(counts, 0);
        size = 0;
        hasSpilled = true;
    }

    /** What did not cancel out. Ask once. */
    Totals totals() {
        if (hasSpilled) {
            spill();
            long[] totals = new long[2];
            spilled.forEach((number, sides) -> {
                long more = sides[Side.CHILD.group] - sides[Side.PARENT.group];
                totals[more < 0 ? 0 : 1] += Math.abs(more);
            });
            return new Totals(totals[0], totals[1]);
        }
        long parent = 0;
        long child = 0;
        for (long count : counts) {
            parent += Math.max(0, -count);
            child += Math.max(0, count);
        }
        return new Totals(parent, child);
    }

    @Override
    public void close() {
        spilled.close();
    }
}
