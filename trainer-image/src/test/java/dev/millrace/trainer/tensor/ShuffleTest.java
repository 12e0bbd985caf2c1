package dev.millrace.trainer.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ShuffleTest {
    @Property(tries = 50)
    void givesEveryRowOnce(@ForAll @IntRange(min = 1, max = 200_000) int rows, @ForAll long seed) {
        assertThat(order(rows, seed).stream()
                        .mapToLong(Long::longValue)
                        .sorted()
                        .toArray())
                .isEqualTo(LongStream.range(0, rows).toArray());
    }

    @Property(tries = 20)
    void isTheSameForTheSameSeed(@ForAll @IntRange(min = 1, max = 5_000) int rows, @ForAll long seed) {
        assertThat(order(rows, seed)).isEqualTo(order(rows, seed));
    }

    @Test
    void leavesHardlyARowAtItsPlace() {
        List<Long> order = order(100_000, 7);

        long unmoved = LongStream.range(0, order.size())
                .filter(i -> order.get((int) i) == i)
                .count();
        assertThat(unmoved).isLessThan(20);
    }

    @Test
    void isAnotherInEveryEpochAndForEverySeed() {
        List<Long> first = order(1000, Shuffle.seed(1, 1));

        assertThat(order(1000, Shuffle.seed(1, 2))).isNotEqualTo(first);
        assertThat(order(1000, Shuffle.seed(2, 1))).isNotEqualTo(first);
        assertThat(order(1000, Shuffle.seed(2, 0))).isNotEqualTo(first);
    }

    @Test
    void staysInAFewBlocksAtATime() {
        List<Long> window = order(1_000_000, 3).subList(0, 65_536);

        assertThat(window.stream().map(row -> row / 256).distinct().count()).isLessThanOrEqualTo(257);
    }

    private static List<Long> order(long rows, long seed) {
        List<Long> order = new ArrayList<>();
        Shuffle shuffle = new Shuffle(rows, seed);
        for (long row = shuffle.next(); row >= 0; row = shuffle.next()) {
            order.add(row);
        }
        return order;
    }
}
