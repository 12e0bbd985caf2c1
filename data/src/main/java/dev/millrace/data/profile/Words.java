package dev.millrace.data.profile;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.millrace.contract.dataset.Profile.ValueCount;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The words of a column's texts: runs of letters and digits, in lower case. Texts come once each, in their order; where they are many, every
 * second, fourth, eighth … of them is kept, so that the same texts give the same words.
 */
final class Words {
    private static final int MOST_TEXTS = 20_000;
    private static final int MOST_BYTES = 8 << 20;

    private final List<Text> sample = new ArrayList<>();
    private int bytes;
    private long seen;
    private long stride = 1;
    private @Nullable Map<String, long[]> counts;

    /** A text and how often it occurs in all rows and in each split. */
    @SuppressWarnings("ArrayRecordComponent")
    private record Text(byte[] utf8, long[] parts) {}

    /** Takes the next text, with its rows of all and of each split. */
    void add(byte[] utf8, long[] parts) {
        if (seen++ % stride != 0) {
            return;
        }
        sample.add(new Text(utf8, parts.clone()));
        bytes += utf8.length;
        while (sample.size() > 1 && (sample.size() > MOST_TEXTS || bytes > MOST_BYTES)) {
            thin();
        }
    }

    private void thin() {
        stride *= 2;
        List<Text> half = new ArrayList<>();
        bytes = 0;
        for (int i = 0; i < sample.size(); i += 2) {
            half.add(sample.get(i));
            bytes += sample.get(i).utf8().length;
        }
        sample.clear();
        sample.addAll(half);
    }

    /** Texts that were kept, of a part of the rows. */
    long texts(int part) {
        return sample.stream().mapToLong(text -> text.parts()[part]).sum();
    }

    /** Words of a part of the rows. */
    long total(int part) {
        return counts().values().stream().mapToLong(count -> count[part]).sum();
    }

    /** How often a word occurs in a part of the rows. */
    long count(String word, int part) {
        long[] count = counts().get(word);
        return count == null ? 0 : count[part];
    }

    /** The most frequent words of a part of the rows. */
    List<ValueCount> top(int most, int part) {
        MostFrequent<String> frequent = new MostFrequent<>(most);
        counts().forEach((word, count) -> frequent.add(word, count[part]));
        return frequent.values(word -> word);
    }

    private Map<String, long[]> counts() {
        Map<String, long[]> words = counts;
        if (words == null) {
            Map<String, long[]> found = new HashMap<>();
            for (Text text : sample) {
                count(new String(text.utf8(), UTF_8), text.parts(), found);
            }
            words = new TreeMap<>(found);
            counts = words;
        }
        return words;
    }

    private static void count(String text, long[] parts, Map<String, long[]> words) {
        int start = -1;
        for (int at = 0; at <= text.length(); ) {
            int point = at < text.length() ? text.codePointAt(at) : ' ';
            if (!Character.isLetterOrDigit(point)) {
                if (start >= 0) {
                    long[] count = words.computeIfAbsent(
                            text.substring(start, at).toLowerCase(Locale.ROOT), word -> new long[ColumnProfiler.PARTS]);
                    for (int part = 0; part < ColumnProfiler.PARTS; part++) {
                        count[part] += parts[part];
                    }
                }
                start = -1;
            } else if (start < 0) {
                start = at;
            }
            at += Character.charCount(point);
        }
    }
}
