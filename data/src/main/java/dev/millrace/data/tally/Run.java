package dev.millrace.data.tally;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * A file with values by rising bytes, each with its counts. Lengths and counts are numbers of seven bits a byte, the lowest first: most
 * take one byte.
 */
final class Run {
    private static final int BUFFER = 1 << 15;

    /** The most bytes that a number takes. */
    private static final int NUMBER_BYTES = 10;

    private Run() {}

    /** Writes a run. */
    static final class Writer implements AutoCloseable {
        private final OutputStream out;
        private final byte[] buffer = new byte[BUFFER];
        private int length;

        Writer(Path file) throws IOException {
            this(Files.newOutputStream(file));
        }

        Writer(OutputStream out) {
            this.out = out;
        }

        void write(byte[] bytes, int from, int to, long[] counts, int firstCount) {
            try {
                makeRoom(NUMBER_BYTES);
                writeNumber(to - from);
                if (to - from > BUFFER / 2) {
                    flush();
                    out.write(bytes, from, to - from);
                } else {
                    makeRoom(to - from);
                    System.arraycopy(bytes, from, buffer, length, to - from);
                    length += to - from;
                }
                makeRoom(ValueTable.GROUPS * NUMBER_BYTES);
                for (int group = 0; group < ValueTable.GROUPS; group++) {
                    writeNumber(counts[firstCount + group]);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private void writeNumber(long number) {
            long rest = number;
            while (rest > 0x7f) {
                buffer[length++] = (byte) (rest | 0x80);
                rest >>>= 7;
            }
            buffer[length++] = (byte) rest;
        }

        private void makeRoom(int bytes) throws IOException {
            if (length + bytes > BUFFER) {
                flush();
            }
        }

        private void flush() throws IOException {
            out.write(buffer, 0, length);
            length = 0;
        }

        @Override
        public void close() throws IOException {
            try (out) {
                flush();
            }
        }
    }

    /** Reads a run, one value after another. */
    static final class Reader implements AutoCloseable {
        private final InputStream in;
        private final byte[] buffer = new byte[BUFFER];
        private int place;
        private int end;
        private byte[] bytes = new byte[16];
        private int length;
        private long prefix;
        private final long[] counts = new long[ValueTable.GROUPS];

        Reader(Path file) throws IOException {
            in = Files.newInputStream(file);
        }

        /** Goes to the next value; false: there is none. */
        boolean next() {
            try {
                if (place == end && !fill()) {
                    return false;
                }
                length = (int) readNumber();
                if (bytes.length < length) {
                    bytes = new byte[length];
                }
                for (int read = 0; read < length; ) {
                    require();
                    int part = Math.min(length - read, end - place);
                    System.arraycopy(buffer, place, bytes, read, part);
                    place += part;
                    read += part;
                }
                prefix = ValueTable.prefix(bytes, 0, length);
                for (int group = 0; group < counts.length; group++) {
                    counts[group] = readNumber();
                }
                return true;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private long readNumber() throws IOException {
            long number = 0;
            for (int shift = 0; ; shift += 7) {
                require();
                byte part = buffer[place++];
                number |= (long) (part & 0x7f) << shift;
                if (part >= 0) {
                    return number;
                }
            }
        }

        private void require() throws IOException {
            if (place == end && !fill()) {
                throw new EOFException("a run of values ends within a value");
            }
        }

        private boolean fill() throws IOException {
            place = 0;
            end = Math.max(0, in.read(buffer));
            return end > 0;
        }

        byte[] value() {
            return Arrays.copyOf(bytes, length);
        }

        long[] counts() {
            return counts;
        }

        /** By the values' bytes, taken as unsigned. */
        int compareTo(Reader other) {
            int byPrefix = Long.compareUnsigned(prefix, other.prefix);
            return byPrefix != 0 ? byPrefix : Arrays.compareUnsigned(bytes, 0, length, other.bytes, 0, other.length);
        }

        boolean hasValue(byte[] value) {
            return Arrays.equals(bytes, 0, length, value, 0, value.length);
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
