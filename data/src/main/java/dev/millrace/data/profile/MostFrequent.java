package dev.millrace.data.profile;

import dev.millrace.contract.dataset.Profile.ValueCount;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Function;

/** The most frequent of values that come by rising value; of equally frequent ones the smaller. */
final class MostFrequent<T> {
    private final int most;
    private final PriorityQueue<Candidate<T>> kept = new PriorityQueue<>(
            (a, b) -> a.count() != b.count() ? Long.compare(a.count(), b.count()) : Long.compare(b.order(), a.order()));
    private long order;

    MostFrequent(int most) {
        this.most = most;
    }

    /** Takes the next value; one that does not occur is none. */
    void add(T value, long count) {
        if (count == 0) {
            return;
        }
        order++;
        Candidate<T> worst = kept.peek();
        if (kept.size() < most) {
            kept.add(new Candidate<>(value, count, order));
        } else if (worst != null && count > worst.count()) {
            kept.remove();
            kept.add(new Candidate<>(value, count, order));
        }
    }

    /** Values that occurred. */
    long distinct() {
        return order;
    }

    /** The kept values by falling count, then by rising value. */
    List<ValueCount> values(Function<T, String> text) {
        return kept.stream()
                .sorted((a, b) -> a.count() != b.count()
                        ? Long.compare(b.count(), a.count())
                        : Long.compare(a.order(), b.order()))
                .map(candidate -> new ValueCount(text.apply(candidate.value()), candidate.count()))
                .toList();
    }

    private record Candidate<T>(T value, long count, long order) {}
}
