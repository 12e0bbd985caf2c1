package dev.millrace.data.rows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.contract.Digest;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ChunkCutterTest {
    private record Piece(Digest digest, int rows) {}

    /** Hashes of rows as if they were random, each from its number. */
    private static RowHashes hashes(int first, int rows, int length) {
        ByteBuffer bytes = ByteBuffer.allocate(rows * RowHashes.HASH_BYTES);
        int[] lengths = new int[rows];
        for (int row = 0; row < rows; row++) {
            Random random = new Random(first + row);
            for (int part = 0; part < 4; part++) {
                bytes.putLong(random.nextLong());
            }
            lengths[row] = length;
        }
        return new RowHashes(bytes.array(), lengths);
    }

    private static List<Piece> cut(RowHashes... batches) {
        ChunkCutter cutter = new ChunkCutter();
        List<Piece> pieces = new ArrayList<>();
        int rows = 0;
        for (RowHashes batch : batches) {
            for (int row = 0; row < batch.lengths().length; row++) {
                rows++;
                if (cutter.add(batch, row)) {
                    pieces.add(new Piece(cutter.finish(), rows));
                    rows = 0;
                }
            }
        }
        if (rows > 0) {
            pieces.add(new Piece(cutter.finish(), rows));
        }
        return pieces;
    }

    @Property(tries = 5)
    void appendedRowsLeaveAllChunksButTheLastAsTheyWere(@ForAll @IntRange(min = 1, max = 200_000) int added) {
        List<Piece> before = cut(hashes(0, 150_000, 100));
        List<Piece> after = cut(hashes(0, 150_000, 100), hashes(150_000, added, 100));

        assertThat(after.subList(0, before.size() - 1)).isEqualTo(before.subList(0, before.size() - 1));
        assertThat(after.stream().mapToInt(Piece::rows).sum()).isEqualTo(150_000 + added);
    }

    @Test
    void rowsInsertedInFrontChangeFewChunks() {
        Set<Piece> before = new HashSet<>(cut(hashes(0, 500_000, 100)));
        List<Piece> after = cut(hashes(9_000_000, 100, 100), hashes(0, 500_000, 100));

        long same = after.stream().filter(before::contains).count();

        assertThat(after.size() - same).isLessThanOrEqualTo(4);
        assertThat(same).isGreaterThan(5);
    }

    @Test
    void chunksKeepTheirLimits() {
        List<Piece> pieces = cut(hashes(0, 600_000, 100));

        assertThat(pieces.subList(0, pieces.size() - 1))
                .allMatch(piece -> piece.rows() >= ChunkBounds.MIN_ROWS && piece.rows() <= ChunkBounds.MAX_ROWS);
        assertThat(pieces).hasSizeBetween(9, 20);
    }

    @Test
    void largeRowsAreCutByTheirBytes() {
        int megabyte = 1 << 20;

        assertThat(cut(hashes(0, 100, megabyte))).extracting(Piece::rows).containsExactly(32, 32, 32, 4);
    }

    @Test
    void rowsThatAreAllAlikeAreCutToo() {
        RowHashes alike = new RowHashes(
                filled(300_000 * RowHashes.HASH_BYTES),
                java.util.stream.IntStream.generate(() -> 9).limit(300_000).toArray());

        assertThat(cut(alike)).extracting(Piece::rows).containsExactly(122_880, 122_880, 54_240);
    }

    private static byte[] filled(int size) {
        byte[] bytes = new byte[size];
        java.util.Arrays.fill(bytes, (byte) 1);
        return bytes;
    }
}
