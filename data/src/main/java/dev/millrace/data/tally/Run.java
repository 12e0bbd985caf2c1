package dev.millrace.data.tally;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** A file with values by rising bytes, each with its counts. */
final class Run {
    private static final int BUFFER = 1 << 15;

    private Run() {}

    /** Writes a run. */
    static final class Writer implements AutoCloseable {
        private final DataOutputStream out;

        Writer(Path file) throws IOException {
            out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file), BUFFER));
        }

        void write(byte[] bytes, int from, int to, long[] counts, int firstCount) {
            try {
                writeNumber(to - from);
                out.write(bytes, from, to - from);
                for (int group = 0; group < ValueTable.GROUPS; group++) {
                    writeNumber(counts[firstCount + group]);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** Seven bits a byte, the lowest first: most counts are small. */
        private void writeNumber(long number) throws IOException {
            long rest = number;
            while (rest > 0x7f) {
                out.write((int) (rest & 0x7f) | 0x80);
                rest >>>= 7;
            }
            out.write((int) rest);
        }

        @Override
        public void close() throws IOException {
            out.close();
        }
    }

    /** Reads a run, one value after another. */
    static final class Reader implements Comparable<Reader>, AutoCloseable {
        private final DataInputStream in;
        private byte[] bytes = new byte[16];
        private int length;
        private final long[] counts = new long[ValueTable.GROUPS];

        Reader(Path file) throws IOException {
            in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), BUFFER));
        }

        /** Goes to the next value; false: there is none. */
        boolean next() {
            try {
                int first = in.read();
                if (first < 0) {
                    return false;
                }
                length = (int) readNumber(first);
                if (bytes.length < length) {
                    bytes = new byte[length];
                }
                in.readFully(bytes, 0, length);
                for (int group = 0; group < counts.length; group++) {
                    counts[group] = readNumber(in.readUnsignedByte());
                }
                return true;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private long readNumber(int first) throws IOException {
            long number = first & 0x7f;
            int part = first;
            for (int shift = 7; part > 0x7f; shift += 7) {
                part = in.readUnsignedByte();
                number |= (long) (part & 0x7f) << shift;
            }
            return number;
        }

        byte[] value() {
            return Arrays.copyOf(bytes, length);
        }

        long[] counts() {
            return counts;
        }

        boolean hasValue(byte[] value) {
            return Arrays.equals(bytes, 0, length, value, 0, value.length);
        }

        @Override
        public int compareTo(Reader other) {
            return Arrays.compareUnsigned(bytes, 0, length, other.bytes, 0, other.length);
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
