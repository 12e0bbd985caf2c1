package dev.millrace.local.node.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * Where the last lines of a log begin. It is found from the end: a long log costs no more than a short one.
 *
 * @param generation of the log's files
 * @param position in that file
 */
record LogTail(long generation, long position) {
    private static final int CHUNK = 16 * 1024;

    static LogTail of(LogFile log, long lines) throws IOException {
        long wanted = lines;
        long oldest = log.oldest();
        long generation = log.current();
        LogTail end = new LogTail(generation, size(log, generation));
        if (wanted == 0) {
            return end;
        }
        while (true) {
            Count count = count(log, generation, wanted);
            if (count.position() >= 0) {
                return new LogTail(generation, count.position());
            }
            wanted -= count.lines();
            if (generation == oldest) {
                return new LogTail(oldest, 0);
            }
            if (wanted == 0) {
                return new LogTail(generation, 0);
            }
            generation--;
        }
    }

    /** Lines of a file from its end; the position is where the wanted ones begin, or -1 where it has no more than those. */
    private record Count(long lines, long position) {}

    private static Count count(LogFile log, long generation, long wanted) throws IOException {
        try (FileChannel channel = log.openForReading(generation)) {
            long end = channel == null ? 0 : channel.size();
            long ends = 0;
            ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
            while (channel != null && end > 0) {
                long start = Math.max(0, end - CHUNK);
                chunk.clear().limit((int) (end - start));
                int read = channel.read(chunk, start);
                for (int i = read - 1; i >= 0; i--) {
                    if (chunk.get(i) == '\n') {
                        if (ends == wanted) {
                            return new Count(ends, start + i + 1);
                        }
                        ends++;
                    }
                }
                end = start;
            }
            return new Count(ends, -1);
        }
    }

    private static long size(LogFile log, long generation) throws IOException {
        try (FileChannel channel = log.openForReading(generation)) {
            return channel == null ? 0 : channel.size();
        }
    }
}
