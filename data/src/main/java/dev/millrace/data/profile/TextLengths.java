package dev.millrace.data.profile;

import dev.millrace.contract.dataset.Profile.Moments;
import dev.millrace.contract.dataset.Profile.TextFigures;
import dev.millrace.contract.drift.NumberBins;
import dev.millrace.data.rows.Utf8;
import java.util.TreeMap;
import java.util.function.ObjLongConsumer;
import org.jspecify.annotations.Nullable;

/** Lengths and words of a column's texts, of all rows and of each split. Texts come once each, in their order. */
final class TextLengths {

    private final TreeMap<Integer, long[]> lengths = new TreeMap<>();
    private final Words words = new Words();

    /** Takes the next text, with its rows of all and of each split. */
    void add(byte[] utf8, long[] parts) {
        long[] counts = lengths.computeIfAbsent(
                Utf8.characters(utf8, 0, utf8.length), length -> new long[ColumnProfiler.PARTS]);
        for (int part = 0; part < ColumnProfiler.PARTS; part++) {
            counts[part] += parts[part];
        }
        words.add(utf8, parts);
    }

    /** Tells each length in code points, rising, with its rows. */
    void forEach(ObjLongConsumer<Integer> consumer) {
        lengths.forEach((length, counts) -> consumer.accept(length, counts[0]));
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
                : new TextFigures(
                        found, bins, words.texts(part), words.total(part), words.top(ColumnProfiler.TOP, part));
    }
}
