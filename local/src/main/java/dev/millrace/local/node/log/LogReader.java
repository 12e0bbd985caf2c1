package dev.millrace.local.node.log;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A log as a stream of text. One thread reads it; any may close it. */
public final class LogReader extends InputStream {
    private static final int CHUNK = 64 * 1024;

    private final LogFile log;
    private final LogQuery query;
    private final ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
    /** A line whose end was not read yet. */
    private final ByteArrayOutputStream begun = new ByteArrayOutputStream();

    private long generation;
    private long position;
    private long left;
    private @Nullable FileChannel channel;
    private byte[] text = new byte[0];
    private int read;
    private volatile boolean closed;

    public LogReader(LogFile log, LogQuery query) throws IOException {
        this.log = log;
        this.query = query;
        this.left = query.limitBytes().orElse(Long.MAX_VALUE);
        this.generation = log.oldest();
        if (query.tailLines().isPresent()) {
            LogTail start = LogTail.of(log, query.tailLines().getAsLong());
            generation = start.generation();
            position = start.position();
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        while (read == text.length) {
            if (closed || left == 0 || !more()) {
                return -1;
            }
        }
        if (left == 0) {
            return -1;
        }
        int count = (int) Math.min(Math.min(length, text.length - read), left);
        System.arraycopy(text, read, target, offset, count);
        read += count;
        left -= count;
        return count;
    }

    /** Reads on; false: there is no more. */
    private boolean more() throws IOException {
        FileChannel open = opened();
        // Asked before the read: what came after an empty one would be passed over.
        boolean complete = generation < log.current();
        int count = -1;
        if (open != null) {
            chunk.clear();
            count = readAt(open);
        }
        if (count > 0) {
            position += count;
            take(Arrays.copyOf(chunk.array(), count));
            return true;
        }
        if (complete) {
            closeChannel();
            generation++;
            position = 0;
            return true;
        }
        if (closed || !query.follow() || ended(open)) {
            return false;
        }
        try {
            log.awaitMore(generation, position, () -> closed);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        }
        return true;
    }

    private int readAt(FileChannel open) throws IOException {
        try {
            return open.read(chunk, position);
        } catch (ClosedByInterruptException e) {
            throw new InterruptedIOException();
        } catch (ClosedChannelException e) {
            // By another thread, which has had enough.
            return -1;
        }
    }

    /** Whether the log is over, and nothing came between the last look and its end. */
    private boolean ended(@Nullable FileChannel open) throws IOException {
        return log.hasEnded() && generation == log.current() && (open == null || open.size() <= position);
    }

    private synchronized @Nullable FileChannel opened() throws IOException {
        if (channel == null && !closed) {
            channel = log.openForReading(generation);
        }
        return channel;
    }

    private void take(byte[] bytes) {
        ByteArrayOutputStream lines = new ByteArrayOutputStream(bytes.length);
        int start = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '\n') {
                begun.write(bytes, start, i - start);
                line(begun.toString(StandardCharsets.UTF_8), begun.toByteArray(), lines);
                begun.reset();
                start = i + 1;
            }
        }
        begun.write(bytes, start, bytes.length - start);
        text = lines.toByteArray();
        read = 0;
    }

    /** {@code TIME stdout F TEXT} as the reader wants it. */
    private void line(String line, byte[] bytes, ByteArrayOutputStream lines) {
        int stream = line.indexOf(' ');
        int tag = line.indexOf(' ', stream + 1);
        if (stream < 0 || tag < 0 || line.length() < tag + 3) {
            return;
        }
        String time = line.substring(0, stream);
        if (query.since().isPresent() && isBefore(time, query.since().get())) {
            return;
        }
        if (query.timestamps()) {
            lines.writeBytes((time + " ").getBytes(StandardCharsets.UTF_8));
        }
        // What stands before the text is ASCII: as many bytes as characters.
        int prefix = tag + 3;
        lines.write(bytes, prefix, bytes.length - prefix);
        if (line.charAt(tag + 1) == 'F') {
            lines.write('\n');
        }
    }

    private static boolean isBefore(String time, Instant since) {
        try {
            return Instant.parse(time).isBefore(since);
        } catch (DateTimeParseException e) {
            return false;
        }
    }

    private synchronized void closeChannel() throws IOException {
        if (channel != null) {
            channel.close();
            channel = null;
        }
    }

    @Override
    public void close() throws IOException {
        closed = true;
        log.wake();
        closeChannel();
    }
}
