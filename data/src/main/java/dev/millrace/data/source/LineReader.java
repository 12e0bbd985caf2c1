package dev.millrace.data.source;

import dev.millrace.contract.report.StepException;
import dev.millrace.data.rows.Utf8;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** The lines of a text file: UTF-8, and none longer than memory should hold. */
final class LineReader implements AutoCloseable {
    /** Bytes of the longest line. */
    static final int LONGEST = 8 << 20;

    private static final int FIRST_BUFFER = 1 << 18;

    private final SourceFile file;
    private final InputStream in;
    private final Utf8 utf8 = new Utf8();
    private byte[] buffer = new byte[FIRST_BUFFER];
    private int from;
    private int to;
    private int next;
    private int filled;
    private long line;

    /** @param in the file's plain content; closed with this reader */
    LineReader(SourceFile file, InputStream in) {
        this.file = file;
        this.in = in;
    }

    /**
     * Goes to the next line.
     *
     * @return whether there is one
     * @throws StepException if it is too long, or not UTF-8
     */
    boolean next() throws IOException {
        from = next;
        int end = endOfLine();
        if (end == from && end == filled) {
            return false;
        }
        line++;
        to = end;
        next = Math.min(end + 1, filled);
        check();
        return true;
    }

    /** Where the line feed stands, or the file's end. Moves the line to the buffer's start if the buffer does not hold it. */
    private int endOfLine() throws IOException {
        int at = from;
        while (true) {
            for (; at < filled; at++) {
                if (buffer[at] == '\n') {
                    return at;
                }
            }
            if (filled - from > LONGEST) {
                throw StepException.badInput(file.name() + ", line " + (line + 1) + ": longer than " + (LONGEST >> 20)
                        + " MiB, which no line may be.");
            }
            if (from > 0) {
                System.arraycopy(buffer, from, buffer, 0, filled - from);
                at -= from;
                filled -= from;
                from = 0;
            }
            if (filled == buffer.length) {
                buffer = Arrays.copyOf(buffer, buffer.length * 2);
            }
            int read = in.read(buffer, filled, buffer.length - filled);
            if (read < 0) {
                return filled;
            }
            filled += read;
        }
    }

    private void check() {
        int invalid = utf8.firstInvalid(buffer, from, to);
        if (invalid < to) {
            throw StepException.badInput(place(invalid) + ": not UTF-8 text: save the file as UTF-8.");
        }
    }

    /** Whether the line begins with these bytes. */
    boolean startsWith(int... bytes) {
        for (int i = 0; i < bytes.length; i++) {
            if (from + i >= to || (buffer[from + i] & 0xff) != bytes[i]) {
                return false;
            }
        }
        return true;
    }

    byte[] buffer() {
        return buffer;
    }

    /** The line's first byte in the buffer. */
    int from() {
        return from;
    }

    /** Behind the line's last byte. */
    int to() {
        return to;
    }

    /** The line's number, from 1. */
    long line() {
        return line;
    }

    /** Whether the file ends with this line, and it has no line feed. */
    boolean unended() {
        return to == filled && next == filled;
    }

    /** For people: {@code line 3 of houses.jsonl}. */
    String fileAndLine() {
        return "line " + line + " of " + file.name();
    }

    /** Where a byte of the line stands, for people: {@code houses.jsonl, line 3, column 14}, in characters from 1. */
    String place(int at) {
        return file.name() + ", line " + line + ", column " + (Utf8.characters(buffer, from, Math.min(at, to)) + 1);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
