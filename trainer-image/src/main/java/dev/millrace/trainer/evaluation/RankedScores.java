package dev.millrace.trainer.evaluation;

import java.util.Arrays;

/** Scores of positive and negative rows, for the area under the ROC curve. */
final class RankedScores {
    /** A score's bits, which rise with it, and below them 1 for a positive row: four bytes and a bit a row. */
    private long[] keys = new long[1024];

    private int size;

    /** @param score at least 0 */
    void add(float score, boolean positive) {
        if (size == keys.length) {
            keys = Arrays.copyOf(keys, 2 * size);
        }
        keys[size++] = (long) Float.floatToIntBits(score) << 1 | (positive ? 1 : 0);
    }

    /** How often a positive row scores above a negative one, ties half (Mann and Whitney); NaN if there is one kind only. */
    double auc() {
        Arrays.sort(keys, 0, size);
        double pairs = 0;
        long negativesBelow = 0;
        long positives = 0;
        for (int start = 0; start < size; ) {
            long tiedPositives = 0;
            long tiedNegatives = 0;
            int end = start;
            for (; end < size && keys[end] >> 1 == keys[start] >> 1; end++) {
                if ((keys[end] & 1) == 1) {
                    tiedPositives++;
                } else {
                    tiedNegatives++;
                }
            }
            pairs += tiedPositives * (negativesBelow + tiedNegatives / 2.0);
            negativesBelow += tiedNegatives;
            positives += tiedPositives;
            start = end;
        }
        return pairs / ((double) positives * negativesBelow);
    }
}
