package dev.millrace.trainer.tensor;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows of features with their targets in a memory-mapped file: the machine's page cache holds what fits, so that data larger than the
 * memory can be trained on. A row is its features and then its target (a scaled label, or a class's number), all floats.
 */
public final class TensorFile {
    /** Rows are mapped in pieces, since a mapping ends at 2 GiB. */
    private static final long PIECE_BYTES = 256L << 20;

    private final int width;
    private final long rows;
    private final int rowsPerPiece;
    private final List<FloatBuffer> pieces;

    private TensorFile(int width, long rows, int rowsPerPiece, List<FloatBuffer> pieces) {
        this.width = width;
        this.rows = rows;
        this.rowsPerPiece = rowsPerPiece;
        this.pieces = pieces;
    }

    /** The number of features. */
    public int width() {
        return width;
    }

    public long rows() {
        return rows;
    }

    /** Copies a row's features to a place in a buffer and gives its target. */
    public float read(long row, FloatBuffer features, int place) {
        FloatBuffer piece = pieces.get((int) (row / rowsPerPiece));
        int start = (int) (row % rowsPerPiece) * (width + 1);
        features.put(place, piece, start, width);
        return piece.get(start + width);
    }

    /** Writes a file row by row. */
    public static final class Writer implements AutoCloseable {
        private static final int BUFFER_BYTES = 1 << 20;

        private final int width;
        private final FileChannel channel;
        private final ByteBuffer buffer;
        private long rows;

        /** @param width the number of features */
        public Writer(Path file, int width) throws IOException {
            this.width = width;
            this.channel = FileChannel.open(
                    file,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.TRUNCATE_EXISTING,
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE);
            int rowBytes = (width + 1) * Float.BYTES;
            this.buffer = ByteBuffer.allocateDirect(Math.max(rowBytes, BUFFER_BYTES / rowBytes * rowBytes))
                    .order(ByteOrder.nativeOrder());
        }

        /** Adds a row whose features lie in a buffer from a place on. */
        public void add(FloatBuffer features, int place, float target) throws IOException {
            if (!buffer.hasRemaining()) {
                flush();
            }
            buffer.asFloatBuffer().put(0, features, place, width).put(width, target);
            buffer.position(buffer.position() + (width + 1) * Float.BYTES);
            rows++;
        }

        /** The file as it stands, to be read. */
        public TensorFile finish() throws IOException {
            flush();
            long rowBytes = (width + 1L) * Float.BYTES;
            int rowsPerPiece = (int) Math.max(1, PIECE_BYTES / rowBytes);
            List<FloatBuffer> pieces = new ArrayList<>();
            for (long first = 0; first < rows; first += rowsPerPiece) {
                long size = Math.min(rowsPerPiece, rows - first) * rowBytes;
                pieces.add(channel.map(FileChannel.MapMode.READ_ONLY, first * rowBytes, size)
                        .order(ByteOrder.nativeOrder())
                        .asFloatBuffer());
            }
            return new TensorFile(width, rows, rowsPerPiece, pieces);
        }

        private void flush() throws IOException {
            buffer.flip();
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            buffer.clear();
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
