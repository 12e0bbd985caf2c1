package dev.millrace.data.diff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.data.diff.Surplus.Side;
import dev.millrace.data.diff.Surplus.Totals;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterProperty;
import net.jqwik.api.lifecycle.BeforeProperty;

class SurplusTest {
    private Path folder = Path.of("");

    @BeforeProperty
    void makeFolder() throws IOException {
        folder = Files.createTempDirectory("surplus");
    }

    @AfterProperty
    void removeFolder() throws IOException {
        Files.delete(folder);
    }

    /** Few numbers that share their lowest bits, so that places collide and gaps are closed; few in memory, so that some are spilled. */
    @Property
    void countsWhatASideHasMore(
            @ForAll @Size(max = 400) List<@IntRange(max = 40) Integer> parent,
            @ForAll @Size(max = 400) List<@IntRange(max = 40) Integer> child,
            @ForAll @IntRange(min = 1, max = 60) int inMemory) {
        Map<Long, Long> expected = new HashMap<>();
        try (Surplus surplus = new Surplus(inMemory, folder)) {
            for (int i = 0; i < Math.max(parent.size(), child.size()); i++) {
                at(parent, i).ifPresent(number -> {
                    surplus.add(number, Side.PARENT);
                    expected.merge(number, -1L, Long::sum);
                });
                at(child, i).ifPresent(number -> {
                    surplus.add(number, Side.CHILD);
                    expected.merge(number, 1L, Long::sum);
                });
            }

            assertThat(surplus.totals())
                    .isEqualTo(new Totals(
                            expected.values().stream()
                                    .mapToLong(n -> Math.max(0, -n))
                                    .sum(),
                            expected.values().stream()
                                    .mapToLong(n -> Math.max(0, n))
                                    .sum()));
        }
    }

    private static Optional<Long> at(List<Integer> numbers, int index) {
        return index < numbers.size()
                ? Optional.of(numbers.get(index) % 5 * (1L << 32) + numbers.get(index))
                : Optional.empty();
    }
}
