package dev.millrace.data.tally;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Counts any number of distinct 64-bit numbers exactly, in groups, as {@link ValueCounts} does values of bytes. Numbers are gathered,
 * sorted and counted by the ten thousands, which for many different ones is several times faster than a hash table.
 *
 * <p>Not safe for several threads.
 */
public final class NumberCounts implements AutoCloseable {
    private static final int GROUPS = ValueTable.GROUPS;
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private final int most;
    private final RunFiles runs;

    /** Numbers that are not counted yet, by group. */
    private final long[][] gathered = new long[GROUPS][16];

    private final int[] sizes = new int[GROUPS];
    private int total;

    /** Counted numbers, rising. */
    private long[] numbers = new long[0];

    private long[] counts = new long[0];
    private int distinct;

    /**
     * No numbers yet.
     *
     * @param most numbers to gather in memory
     * @param folder where runs of numbers go when there are many different ones
     */
    public NumberCounts(int most, Path folder) {
        this.most = most;
        this.runs = new RunFiles(folder);
    }

    /** Counts a number once in a group. */
    public void add(long number, int group) {
        long[] numbersOfGroup = gathered[group];
        int size = sizes[group];
        if (size == numbersOfGroup.length) {
            numbersOfGroup = Arrays.copyOf(numbersOfGroup, Math.min(most, size * 2));
            gathered[group] = numbersOfGroup;
        }
        numbersOfGroup[size] = number;
        sizes[group] = size + 1;
        if (++total >= most) {
            count();
            if (distinct > most / 4) {
                spill();
            }
        }
    }

    /** Merges what was gathered into what was counted. */
    private void count() {
        for (int group = 0; group < GROUPS; group++) {
            Arrays.sort(gathered[group], 0, sizes[group]);
        }
        long[] mergedNumbers = new long[Math.min(distinct + total, distinct + most)];
        long[] mergedCounts = new long[mergedNumbers.length * GROUPS];
        int[] places = new int[GROUPS];
        int place = 0;
        int merged = 0;
        while (true) {
            boolean found = place < distinct;
            long next = found ? numbers[place] : 0;
            for (int group = 0; group < GROUPS; group++) {
                if (places[group] < sizes[group] && (!found || gathered[group][places[group]] < next)) {
                    next = gathered[group][places[group]];
                    found = true;
                }
            }
            if (!found) {
                break;
            }
            mergedNumbers[merged] = next;
            if (place < distinct && numbers[place] == next) {
                System.arraycopy(counts, place * GROUPS, mergedCounts, merged * GROUPS, GROUPS);
                place++;
            }
            for (int group = 0; group < GROUPS; group++) {
                int from = places[group];
                int to = from;
                while (to < sizes[group] && gathered[group][to] == next) {
                    to++;
                }
                mergedCounts[merged * GROUPS + group] += to - from;
                places[group] = to;
            }
            merged++;
        }
        numbers = Arrays.copyOf(mergedNumbers, merged);
        counts = Arrays.copyOf(mergedCounts, merged * GROUPS);
        distinct = merged;
        Arrays.fill(sizes, 0);
        total = 0;
    }

    private void spill() {
        byte[] bytes = new byte[Long.BYTES];
        runs.add(run -> {
            for (int i = 0; i < distinct; i++) {
                LONG.set(bytes, 0, numbers[i] ^ Long.MIN_VALUE);
                run.write(bytes, 0, bytes.length, counts, i * GROUPS);
            }
        });
        distinct = 0;
    }

    /** Shows each number once, rising, with its count in each group. */
    public void forEach(Visitor visitor) {
        count();
        if (runs.isEmpty()) {
            for (int i = 0; i < distinct; i++) {
                visitor.visit(numbers[i], Arrays.copyOfRange(counts, i * GROUPS, (i + 1) * GROUPS));
            }
            return;
        }
        spill();
        runs.forEach((value, groups) -> visitor.visit((long) LONG.get(value, 0) ^ Long.MIN_VALUE, groups));
    }

    /** Removes what lies on disk. */
    @Override
    public void close() {
        runs.close();
    }

    /** Takes a number and how often it occurs in each of the {@link ValueTable#GROUPS}. */
    @FunctionalInterface
    public interface Visitor {
        void visit(long number, long[] counts);
    }
}
