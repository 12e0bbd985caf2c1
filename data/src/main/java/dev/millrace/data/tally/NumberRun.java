package dev.millrace.data.tally;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file with rising numbers, each with its counts: eight bytes, and one that names the group if the number occurs once, else
 * {@link #SEVERAL} and the counts of all groups.
 */
final class NumberRun {
    private static final int GROUPS = ValueTable.GROUPS;
    private static final byte SEVERAL = GROUPS;
    private static final int MOST_BYTES = Long.BYTES + 1 + GROUPS * Long.BYTES;
    private static final int BUFFER = 1 << 15;
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private NumberRun() {}

    /** Writes a run. */
    static final class Writer implements NumberVisitor, AutoCloseable {
        private final OutputStream out;
        private final byte[] buffer = new byte[BUFFER];
        private int length;

        Writer(Path file) throws IOException {
            this(Files.newOutputStream(file));
        }

        Writer(OutputStream out) {
            this.out = out;
        }

        @Override
        public void visit(long number, long[] counts) {
            if (length + MOST_BYTES > BUFFER) {
                flush();
            }
            LONG.set(buffer, length, number);
            length += Long.BYTES;
            byte group = onlyGroup(counts);
            buffer[length++] = group;
            if (group == SEVERAL) {
                for (long count : counts) {
                    LONG.set(buffer, length, count);
                    length += Long.BYTES;
                }
            }
        }

        private static byte onlyGroup(long[] counts) {
            byte only = SEVERAL;
            for (byte group = 0; group < GROUPS; group++) {
                if (counts[group] == 1 && only == SEVERAL) {
                    only = group;
                } else if (counts[group] != 0) {
                    return SEVERAL;
                }
            }
            return only;
        }

        private void flush() {
            try {
                out.write(buffer, 0, length);
                length = 0;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() throws IOException {
            try (out) {
                flush();
            }
        }
    }

    /** Reads a run, one number after another. */
    static final class Reader implements AutoCloseable {
        private final InputStream in;
        private final byte[] buffer = new byte[BUFFER];
        private int place;
        private int end;
        private long number;

        Reader(Path file) throws IOException {
            in = Files.newInputStream(file);
        }

        /** Goes to the next number; false: there is none. */
        boolean next() throws IOException {
            if (end - place < MOST_BYTES) {
                fill();
                if (place == end) {
                    return false;
                }
            }
            number = take();
            return true;
        }

        long number() {
            return number;
        }

        /** Adds the number's counts to others; to be called once for each number. */
        void addCounts(long[] sums) throws IOException {
            byte group = buffer[place++];
            if (group != SEVERAL) {
                sums[group]++;
                return;
            }
            for (int g = 0; g < GROUPS; g++) {
                sums[g] += take();
            }
        }

        private long take() throws IOException {
            if (end - place < Long.BYTES) {
                throw new EOFException("a run of numbers ends within a number");
            }
            long value = (long) LONG.get(buffer, place);
            place += Long.BYTES;
            return value;
        }

        /** Moves what is left to the front and reads more behind it. */
        private void fill() throws IOException {
            System.arraycopy(buffer, place, buffer, 0, end - place);
            end -= place;
            place = 0;
            end += in.readNBytes(buffer, end, BUFFER - end);
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
