package dev.millrace.trainer.tensor;

import java.util.Arrays;
import java.util.Random;

/**
 * The order of rows in an epoch, from the seed and the epoch's number alone. Blocks of neighbouring rows are shuffled, then the rows within a
 * window of several blocks: so each window touches few places of the file, and data that fits one window is shuffled as a whole.
 */
public final class Shuffle {
    private static final int BLOCK = 256;
    private static final int BLOCKS_PER_WINDOW = 256;

    private final long rows;
    private final int[] blocks;
    private final Random random;
    private long[] window = new long[0];
    private int nextBlock;
    private int nextRow;

    /**
     * An epoch's order.
     *
     * @param rows to be ordered
     * @param seed of the epoch, see {@link #seed}
     */
    public Shuffle(long rows, long seed) {
        this.rows = rows;
        this.random = new Random(seed);
        this.blocks = new int[Math.toIntExact((rows + BLOCK - 1) / BLOCK)];
        for (int i = 0; i < blocks.length; i++) {
            blocks[i] = i;
        }
        for (int i = blocks.length - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            int block = blocks[i];
            blocks[i] = blocks[other];
            blocks[other] = block;
        }
    }

    /** The seed of one epoch: SplitMix64's mixing, so that neighbouring seeds and epochs have nothing in common. */
    public static long seed(long seed, int epoch) {
        long z = seed + 0x9e3779b97f4a7c15L * (epoch + 1L);
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }

    /** The next row, or -1 after the last. */
    public long next() {
        if (nextRow == window.length && !fillWindow()) {
            return -1;
        }
        return window[nextRow++];
    }

    private boolean fillWindow() {
        if (nextBlock == blocks.length) {
            return false;
        }
        int end = Math.min(blocks.length, nextBlock + BLOCKS_PER_WINDOW);
        long[] filled = new long[(end - nextBlock) * BLOCK];
        int size = 0;
        for (; nextBlock < end; nextBlock++) {
            long first = (long) blocks[nextBlock] * BLOCK;
            for (long row = first; row < Math.min(rows, first + BLOCK); row++) {
                filled[size++] = row;
            }
        }
        window = Arrays.copyOf(filled, size);
        for (int i = size - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            long row = window[i];
            window[i] = window[other];
            window[other] = row;
        }
        nextRow = 0;
        return true;
    }
}
