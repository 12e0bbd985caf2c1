package dev.millrace.data.ingest;

import dev.millrace.data.rows.ChunkBounds;
import dev.millrace.data.rows.RowHashes;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The little that must be known of each row of all parts in one place: its split and what cuts chunks. Two or three bytes a row: its split's
 * code with a bit that says whether a chunk may end, then the length of its encoding, seven bits a byte, the lowest first.
 */
final class RowNotes {
    private static final int MAY_END = 4;
    private static final int SPLIT = 3;

    private RowNotes() {}

    /** Writes notes. */
    static final class Writer implements AutoCloseable {
        private final OutputStream out;

        Writer(Path file) throws IOException {
            out = new BufferedOutputStream(Files.newOutputStream(file));
        }

        void add(RowHashes hashes, byte[] splits) throws IOException {
            for (int row = 0; row < splits.length; row++) {
                out.write(splits[row] | (ChunkBounds.mayEnd(hashes, row) ? MAY_END : 0));
                int length = hashes.lengths()[row];
                for (; length > 0x7f; length >>>= 7) {
                    out.write(length | 0x80);
                }
                out.write(length);
            }
        }

        @Override
        public void close() throws IOException {
            out.close();
        }
    }

    /** Reads notes, one row after another. */
    static final class Reader {
        private final InputStream in;
        private int first;
        private int length;

        Reader(InputStream in) {
            this.in = new BufferedInputStream(in, 1 << 16);
        }

        /** Goes to the next row; false: there is none. */
        boolean next() throws IOException {
            first = in.read();
            if (first < 0) {
                return false;
            }
            length = 0;
            for (int shift = 0; ; shift += 7) {
                int part = in.read();
                if (part < 0) {
                    throw new EOFException("the notes end within a row");
                }
                length |= (part & 0x7f) << shift;
                if (part <= 0x7f) {
                    return true;
                }
            }
        }

        byte split() {
            return (byte) (first & SPLIT);
        }

        boolean mayEnd() {
            return (first & MAY_END) != 0;
        }

        int length() {
            return length;
        }
    }
}
