package dev.millrace.data.profile;

import dev.millrace.contract.Split;
import dev.millrace.contract.dataset.Profile.Moments;
import dev.millrace.contract.dataset.Profile.TextFigures;
import dev.millrace.contract.drift.NumberBins;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Lengths and words of a column's texts, of all rows and of each split. Texts come once each, in their order. */
final class TextLengths {
    private static final int TOP = 20;
    private static final int PARTS = 1 + Split.values().length;

    private final TreeMap<Integer, long[]> lengths = new TreeMap<>();
    private final Words words = new Words();

    /** Takes the next text, with its rows of all and of each split. */
    void add(byte[] utf8, long[] parts) {
        long[] counts = lengths.computeIfAbsent(length(utf8), length -> new long[PARTS]);
        for (int part = 0; part < PARTS; part++) {
            counts[part] += parts[part];
        }
        words.add(utf8, parts);
    }

    /** Unicode code points of a text: its bytes but those that continue one. */
    static int length(byte[] utf8) {
        int points = 0;
        for (byte b : utf8) {
            if ((b & 0xc0) != 0x80) {
                points++;
            }
        }
        return points;
    }

    Words words() {
        return words;
    }

    /** Figures of a part of the rows; null if it has no texts. */
    @Nullable
    TextFigures figures(int part, long present) {
        RunningMoments moments = new RunningMoments();
        EqualShares shares = new EqualShares(present);
        lengths.forEach((length, counts) -> {
            if (counts[part] > 0) {
                moments.add(length, counts[part]);
                shares.add(length, counts[part]);
            }
        });
        Moments found = moments.moments();
        NumberBins bins = shares.bins();
        return found == null || bins == null
                ? null
                : new TextFigures(found, bins, words.texts(part), words.total(part), words.top(TOP, part));
    }
}
