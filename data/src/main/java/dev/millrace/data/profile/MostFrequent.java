package dev.millrace.data.profile;

import dev.millrace.contract.dataset.Profile.ValueCount;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Function;

/** The most frequent of values that come by rising value; of equally frequent ones the smaller. */
final class MostFrequent {
    private final int most;
    private final PriorityQueue<Candidate> kept = new PriorityQueue<>(
            Comparator.comparingLong(Candidate::count).thenComparing(Candidate::order, Comparator.reverseOrder()));
    private long order;

    MostFrequent(int most) {
        this.most = most;
    }

    void add(byte[] value, long count) {
        order++;
        Candidate worst = kept.peek();
        if (kept.size() < most) {
            kept.add(new Candidate(value, count, order));
        } else if (worst != null && count > worst.count()) {
            kept.remove();
            kept.add(new Candidate(value, count, order));
        }
    }

    /** The kept values by falling count, then by rising value. */
    List<ValueCount> values(Function<byte[], String> text) {
        return kept.stream()
                .sorted(Comparator.comparingLong(Candidate::count).reversed().thenComparing(Candidate::order))
                .map(candidate -> new ValueCount(text.apply(candidate.value()), candidate.count()))
                .toList();
    }

    @SuppressWarnings("ArrayRecordComponent")
    private record Candidate(byte[] value, long count, long order) {}
}
