package dev.millrace.data.tally;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ValueCountsTest {
    private record Counted(String value, List<Long> counts) {}

    private static List<Counted> counted(ValueCounts counts) {
        List<Counted> all = new ArrayList<>();
        counts.forEach((value, groups) -> all.add(new Counted(
                new String(value, StandardCharsets.ISO_8859_1),
                Arrays.stream(groups).boxed().toList())));
        return all;
    }

    private static void add(ValueCounts counts, String value, int group) {
        byte[] bytes = ("<" + value + ">").getBytes(StandardCharsets.ISO_8859_1);
        counts.add(bytes, 1, bytes.length - 1, group);
    }

    /** With little memory the values go through files, and come out the same. */
    @Property(tries = 50)
    void countsAreExactAndSortedWhateverTheMemory(
            @ForAll @IntRange(min = 1, max = 300) int memory,
            @ForAll @IntRange(min = 0, max = 3_000) int rows,
            @ForAll @IntRange(min = 1, max = 500) int values,
            @ForAll long seed)
            throws IOException {
        Path folder = Files.createTempDirectory("counts");
        Map<String, long[]> expected = new TreeMap<>();
        try (ValueCounts counts = new ValueCounts(memory, folder)) {
            Random random = new Random(seed);
            for (int row = 0; row < rows; row++) {
                int number = random.nextInt(values);
                String value = "ÿab".repeat(number % 7) + number;
                int group = random.nextInt(ValueTable.GROUPS);
                add(counts, value, group);
                expected.computeIfAbsent(value, none -> new long[ValueTable.GROUPS])[group]++;
            }

            assertThat(counted(counts))
                    .isEqualTo(expected.entrySet().stream()
                            .map(entry -> new Counted(
                                    entry.getKey(),
                                    Arrays.stream(entry.getValue()).boxed().toList()))
                            .toList());
        }
        assertThat(folder).isEmptyDirectory();
        Files.delete(folder);
    }

    private record CountedNumber(long number, List<Long> counts) {}

    @Property(tries = 50)
    void numbersAreCountedExactlyAndSortedWhateverTheMemory(
            @ForAll @IntRange(min = 1, max = 300) int memory,
            @ForAll @IntRange(min = 0, max = 3_000) int rows,
            @ForAll @IntRange(min = 1, max = 500) int values,
            @ForAll long seed)
            throws IOException {
        Path folder = Files.createTempDirectory("counts");
        Map<Long, long[]> expected = new TreeMap<>();
        try (NumberCounts counts = new NumberCounts(memory, folder)) {
            Random random = new Random(seed);
            long[] all = {Long.MIN_VALUE, Long.MAX_VALUE, 0, -1};
            for (int row = 0; row < rows; row++) {
                int place = random.nextInt(values);
                long number = place < all.length ? all[place] : (place - values / 2) * 0x123456789abcL;
                int group = random.nextInt(ValueTable.GROUPS);
                counts.add(number, group);
                expected.computeIfAbsent(number, none -> new long[ValueTable.GROUPS])[group]++;
            }

            List<CountedNumber> found = new ArrayList<>();
            counts.forEach((number, groups) -> found.add(
                    new CountedNumber(number, Arrays.stream(groups).boxed().toList())));

            assertThat(found)
                    .isEqualTo(expected.entrySet().stream()
                            .map(entry -> new CountedNumber(
                                    entry.getKey(),
                                    Arrays.stream(entry.getValue()).boxed().toList()))
                            .toList());
        }
        assertThat(folder).isEmptyDirectory();
        Files.delete(folder);
    }

    /** More than 128 runs are merged on the way. */
    @Test
    void manyRunsOfNumbersAreMerged() throws IOException {
        Path folder = Files.createTempDirectory("counts");
        try (NumberCounts counts = new NumberCounts(10, folder)) {
            for (int i = 0; i < 4_000; i++) {
                counts.add(i * 7 % 2_000, i % 4);
            }
            List<Long> numbers = new ArrayList<>();
            long[] sums = new long[ValueTable.GROUPS];
            counts.forEach((number, groups) -> {
                numbers.add(number);
                Arrays.setAll(sums, group -> sums[group] + groups[group]);
            });
            assertThat(numbers).isEqualTo(LongStream.range(0, 2_000).boxed().toList());
            assertThat(sums).containsOnly(1_000);
        }
        assertThat(folder).isEmptyDirectory();
        Files.delete(folder);
    }

    /** More than 128 runs are merged on the way. */
    @Test
    void manyRunsAreMerged() throws IOException {
        Path folder = Files.createTempDirectory("counts");
        try (ValueCounts counts = new ValueCounts(10, folder)) {
            for (int i = 0; i < 4_000; i++) {
                add(counts, String.format("%04d", i * 7 % 2_000), i % 4);
            }
            assertThat(folder.toFile().list()).hasSizeBetween(2, 140);

            List<Counted> all = counted(counts);

            assertThat(all).hasSize(2_000);
            assertThat(all.get(7).value()).isEqualTo("0007");
            assertThat(all).allMatch(c -> c.counts().stream().mapToLong(n -> n).sum() == 2);
        }
    }

    @Test
    void aFullTableRefusesOnlyNewValues() {
        ValueTable table = new ValueTable(2, 100);
        byte[] bytes = {1, 2, 3};

        assertThat(table.add(bytes, 0, 1, 0)).isTrue();
        assertThat(table.add(bytes, 1, 2, 0)).isTrue();
        assertThat(table.add(bytes, 2, 3, 0)).isFalse();
        assertThat(table.add(bytes, 0, 1, 3)).isTrue();
        assertThat(table.size()).isEqualTo(2);
    }

    @Test
    void valuesLargerThanTheTableAreTaken() throws IOException {
        Path folder = Files.createTempDirectory("counts");
        try (ValueCounts counts = new ValueCounts(1, folder)) {
            add(counts, "x".repeat(1_000), 1);
            add(counts, "y".repeat(2_000), 1);
            assertThat(counted(counts)).extracting(c -> c.value().length()).containsExactly(1_000, 2_000);
        }
    }
}
