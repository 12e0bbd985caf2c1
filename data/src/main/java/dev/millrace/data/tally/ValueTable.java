package dev.millrace.data.tally;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Counts how often each value occurs in each of {@link #GROUPS} groups: an open hash table over bytes, of limited size. */
public final class ValueTable {
    /** Groups that are counted apart, such as the rows in no split and in each of the three. */
    public static final int GROUPS = 4;

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final long MIX = 0x9e3779b97f4a7c15L;

    private final int mostValues;
    private final int mostBytes;
    private int[] table = new int[64];
    private int[] offsets = new int[17];
    private int[] hashes = new int[16];
    private long[] counts = new long[16 * GROUPS];
    private byte[] bytes = new byte[256];
    private int size;

    /**
     * An empty table.
     *
     * @param mostValues distinct values that it holds
     * @param mostBytes of these values together
     */
    public ValueTable(int mostValues, int mostBytes) {
        this.mostValues = mostValues;
        this.mostBytes = mostBytes;
    }

    /** Distinct values. */
    public int size() {
        return size;
    }

    /**
     * Counts a value once.
     *
     * @param from where it begins in {@code source}
     * @param to where it ends
     * @return false: it is a new one and there is no room; nothing was counted
     */
    public boolean add(byte[] source, int from, int to, int group) {
        int hash = hash(source, from, to);
        int mask = table.length - 1;
        int place = hash & mask;
        for (int entry = table[place]; entry != 0; entry = table[place]) {
            int index = entry - 1;
            if (hashes[index] == hash && holds(index, source, from, to)) {
                counts[index * GROUPS + group]++;
                return true;
            }
            place = (place + 1) & mask;
        }
        int length = to - from;
        if (size == mostValues || (size > 0 && offsets[size] > mostBytes - length)) {
            return false;
        }
        makeRoom(length);
        System.arraycopy(source, from, bytes, offsets[size], length);
        offsets[size + 1] = offsets[size] + length;
        hashes[size] = hash;
        counts[size * GROUPS + group] = 1;
        size++;
        if (size * 2 > table.length) {
            table = new int[table.length * 2];
            for (int index = 0; index < size; index++) {
                place(index);
            }
        } else {
            place(size - 1);
        }
        return true;
    }

    private boolean holds(int index, byte[] source, int from, int to) {
        int start = offsets[index];
        if (to - from == Long.BYTES && offsets[index + 1] - start == Long.BYTES) {
            return (long) LONG.get(bytes, start) == (long) LONG.get(source, from);
        }
        return Arrays.equals(bytes, start, offsets[index + 1], source, from, to);
    }

    private void makeRoom(int length) {
        if (size == hashes.length) {
            hashes = Arrays.copyOf(hashes, size * 2);
            offsets = Arrays.copyOf(offsets, size * 2 + 1);
            counts = Arrays.copyOf(counts, size * 2 * GROUPS);
        }
        if (offsets[size] + length > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(offsets[size] + length, bytes.length * 2));
        }
    }

    private void place(int index) {
        int mask = table.length - 1;
        int place = hashes[index] & mask;
        while (table[place] != 0) {
            place = (place + 1) & mask;
        }
        table[place] = index + 1;
    }

    private static int hash(byte[] source, int from, int to) {
        int length = to - from;
        long hash = length;
        int at = from;
        for (; at + Long.BYTES <= to; at += Long.BYTES) {
            // The product's upper half has all of the value in it; numbers' lower bits are often zero.
            hash = Long.rotateLeft((hash ^ (long) LONG.get(source, at)) * MIX, 32);
        }
        for (; at < to; at++) {
            hash = Long.rotateLeft((hash ^ source[at]) * MIX, 32);
        }
        return (int) hash;
    }

    /** Forgets all values. */
    void clear() {
        Arrays.fill(table, 0);
        Arrays.fill(counts, 0, size * GROUPS, 0);
        size = 0;
    }

    /** Shows each value once, by rising bytes, with its counts. */
    public void forEach(ValueVisitor visitor) {
        forEachSorted((source, from, to, all, first) ->
                visitor.visit(Arrays.copyOfRange(source, from, to), Arrays.copyOfRange(all, first, first + GROUPS)));
    }

    /** Shows every value in the order of its bytes, taken as unsigned. */
    void forEachSorted(Visitor visitor) {
        for (int index : sorted()) {
            visitor.visit(bytes, offsets[index], offsets[index + 1], counts, index * GROUPS);
        }
    }

    /** Indexes by rising value: a merge sort that looks at the first eight bytes first, which for numbers are all. */
    private int[] sorted() {
        long[] prefixes = new long[size];
        int[] order = new int[size];
        for (int index = 0; index < size; index++) {
            prefixes[index] = prefix(bytes, offsets[index], offsets[index + 1]);
            order[index] = index;
        }
        int[] other = new int[size];
        for (int run = 1; run < size; run *= 2) {
            for (int low = 0; low < size; low += 2 * run) {
                int middle = Math.min(low + run, size);
                int high = Math.min(middle + run, size);
                int left = low;
                int right = middle;
                for (int at = low; at < high; at++) {
                    boolean takeLeft =
                            right == high || (left < middle && compare(prefixes, order[left], order[right]) <= 0);
                    other[at] = order[takeLeft ? left++ : right++];
                }
            }
            int[] swap = order;
            order = other;
            other = swap;
        }
        return order;
    }

    private int compare(long[] prefixes, int a, int b) {
        int byPrefix = Long.compareUnsigned(prefixes[a], prefixes[b]);
        return byPrefix != 0
                ? byPrefix
                : Arrays.compareUnsigned(bytes, offsets[a], offsets[a + 1], bytes, offsets[b], offsets[b + 1]);
    }

    /** The first eight bytes as a number whose unsigned order is theirs; missing ones count as 0. */
    static long prefix(byte[] bytes, int from, int to) {
        int length = to - from;
        if (length >= Long.BYTES) {
            return (long) LONG.get(bytes, from);
        }
        long prefix = 0;
        for (int i = 0; i < Long.BYTES; i++) {
            prefix = (prefix << 8) | (i < length ? bytes[from + i] & 0xff : 0);
        }
        return prefix;
    }

    /** Takes a value and its counts, both as parts of arrays that change later. */
    @FunctionalInterface
    interface Visitor {
        void visit(byte[] bytes, int from, int to, long[] counts, int firstCount);
    }
}
