package dev.millrace.data.rows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.contract.ColumnType;
import dev.millrace.contract.Digest;
import dev.millrace.contract.dataset.DatasetManifest.Chunk;
import dev.millrace.contract.dataset.DatasetManifest.Column;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RowEncodingTest {
    /** A row of a number, an integer and two texts, any of them null. */
    record Row(
            @Nullable Double number,
            @Nullable Long integer,
            @Nullable String first,
            @Nullable String second) {
        List<Values> values() {
            return List.of(
                    new Values.Doubles(new double[] {number == null ? 7 : number}, new boolean[] {number == null}, 1),
                    new Values.Longs(new long[] {integer == null ? 7 : integer}, new boolean[] {integer == null}, 1),
                    text(first),
                    text(second));
        }

        private static Values text(@Nullable String text) {
            byte[] bytes = (text == null ? "" : text).getBytes(StandardCharsets.UTF_8);
            return new Values.Texts(bytes, new int[] {0, bytes.length}, new boolean[] {text == null}, 1);
        }

        byte[] encoded() {
            RowEncoder encoder = new RowEncoder();
            encoder.encode(values().toArray(Values[]::new), 0, 1);
            return Arrays.copyOf(encoder.bytes(), encoder.length(0));
        }

        /** What two rows must agree in to be the same: −0 is 0, NaN is one. */
        Row canonical() {
            return new Row(number == null ? null : number + 0.0, integer, first, second);
        }
    }

    @Provide
    Arbitrary<Row> rows() {
        Arbitrary<Double> numbers = Arbitraries.of(0.0, -0.0, 1.0, -1.0, Double.NaN, Double.MIN_VALUE, 1e300)
                .injectNull(0.2);
        Arbitrary<Long> integers =
                Arbitraries.of(0L, 1L, -1L, Long.MAX_VALUE, Long.MIN_VALUE).injectNull(0.2);
        Arbitrary<String> texts = Arbitraries.strings()
                .withChars('a', 'b', '\u0000', 'é')
                .ofMaxLength(3)
                .injectNull(0.2);
        return Combinators.combine(numbers, integers, texts, texts).as(Row::new);
    }

    @Property
    void differentRowsHaveDifferentBytesAndEqualRowsTheSame(@ForAll("rows") Row a, @ForAll("rows") Row b) {
        boolean sameBytes = Arrays.equals(a.encoded(), b.encoded());
        assertThat(sameBytes).isEqualTo(a.canonical().equals(b.canonical()));
    }

    /** The encoding is a format: these bytes must stay, or its version must change. See docs/formats/row-encoding.md. */
    @Test
    void theEncodingIsAsDocumented() {
        assertThat(hex(new Row(1.5, -2L, "é", null)))
                .isEqualTo("08" + "3ff8000000000000" + "fffffffffffffffe" + "00000002c3a9");
        assertThat(hex(new Row(-0.0, null, "", "ab")))
                .isEqualTo("02" + "0000000000000000" + "00000000" + "000000026162");
        assertThat(hex(new Row(Double.longBitsToDouble(0xfff8000000000123L), 1L, null, null)))
                .isEqualTo("0c" + "7ff8000000000000" + "0000000000000001");
    }

    private static String hex(Row row) {
        return HexFormat.of().formatHex(row.encoded());
    }

    @Test
    void theTreeIsAsDocumented() {
        Digest chunk = Digest.of("chunk");
        Digest digest = RowTree.digest(
                List.of(new Column("a", ColumnType.NUMBER)),
                List.of(new Chunk(chunk, 3, Digest.of(""), 1, Digest.of(""))));

        String schema = "[{\"name\":\"a\",\"type\":\"number\"}]";
        byte[] expected = HexFormat.of()
                .parseHex(HexFormat.of().formatHex("millrace-rows-v1\n".getBytes(StandardCharsets.UTF_8))
                        + String.format("%08x", schema.length())
                        + HexFormat.of().formatHex(schema.getBytes(StandardCharsets.UTF_8))
                        + chunk.hex()
                        + "0000000000000003");
        assertThat(digest).isEqualTo(Digest.of(expected));
    }

    @Test
    void hashesDoNotDependOnHowRowsAreBatched() {
        int rows = 5_000;
        long[] values = new long[rows];
        Arrays.setAll(values, i -> i % 17);
        List<Values> batch = List.of(new Values.Longs(values, new boolean[rows], rows));

        RowHashes all = RowHashes.of(batch);

        for (int row : new int[] {0, 16, 2_047, 2_048, 4_999}) {
            byte[] one = RowHashes.of(List.of(new Values.Longs(new long[] {values[row]}, new boolean[1], 1)))
                    .hashes();
            assertThat(Arrays.copyOfRange(all.hashes(), row * 32, row * 32 + 32))
                    .isEqualTo(one);
        }
        assertThat(all.lengths()).containsOnly(9);
    }
}
