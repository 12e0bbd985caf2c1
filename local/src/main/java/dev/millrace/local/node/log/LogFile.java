package dev.millrace.local.node.log;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The output of one run of a container, as lines {@code TIME stdout F TEXT}. {@code P} in place of {@code F}: the line goes on.
 *
 * <p>A file that has grown to its limit is renamed and a new one begun; the oldest go. Generations are numbered from 0.
 */
public final class LogFile implements AutoCloseable {
    /** A longer line is cut into parts, as container runtimes do. */
    private static final int LONGEST_LINE = 16 * 1024;

    private final Path file;
    private final Clock clock;
    private final Rotation rotation;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private @Nullable FileChannel channel;
    private long size;
    private long generation;
    private boolean ended;

    /**
     * How much is kept.
     *
     * @param bytes of a file before the next is begun
     * @param files at most, the present one included
     */
    public record Rotation(long bytes, int files) {
        /** What a kubelet keeps where it is not told. */
        public static final Rotation DEFAULT = new Rotation(10L << 20, 5);
    }

    private LogFile(Path file, Clock clock, Rotation rotation) {
        this.file = file;
        this.clock = clock;
        this.rotation = rotation;
    }

    /** Begins a file. */
    public static LogFile create(Path file, Clock clock, Rotation rotation) throws IOException {
        Files.createDirectories(file.getParent());
        LogFile log = new LogFile(file, clock, rotation);
        log.channel = open(file);
        return log;
    }

    /** A file that a process of an earlier node wrote. */
    public static LogFile ended(Path file) throws IOException {
        LogFile log = new LogFile(file, Clock.systemUTC(), Rotation.DEFAULT);
        log.ended = true;
        String prefix = file.getFileName() + ".";
        try (Stream<Path> siblings = Files.list(file.getParent())) {
            log.generation = siblings.map(sibling -> sibling.getFileName().toString())
                    .filter(name -> name.startsWith(prefix))
                    .mapToLong(name -> Long.parseLong(name.substring(prefix.length())) + 1)
                    .max()
                    .orElse(0);
        }
        return log;
    }

    private static FileChannel open(Path file) throws IOException {
        return FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
    }

    /**
     * Takes what the process wrote.
     *
     * @throws UncheckedIOException if it cannot be stored, such as on a full disk
     */
    public synchronized void append(byte[] bytes, int length) {
        ByteArrayOutputStream lines = new ByteArrayOutputStream(length + 64);
        for (int i = 0; i < length; i++) {
            if (bytes[i] == '\n') {
                flush(lines, 'F');
            } else {
                line.write(bytes[i]);
                if (line.size() == LONGEST_LINE) {
                    flush(lines, 'P');
                }
            }
        }
        store(lines.toByteArray());
        notifyAll();
    }

    private void flush(ByteArrayOutputStream lines, char tag) {
        lines.writeBytes((clock.instant() + " stdout " + tag + " ").getBytes(StandardCharsets.UTF_8));
        lines.writeBytes(line.toByteArray());
        lines.write('\n');
        line.reset();
    }

    private void store(byte[] lines) {
        FileChannel open = channel;
        if (open == null) {
            return;
        }
        try {
            ByteBuffer buffer = ByteBuffer.wrap(lines);
            while (buffer.hasRemaining()) {
                size += open.write(buffer);
            }
            if (size >= rotation.bytes()) {
                open.close();
                Files.move(file, path(generation), StandardCopyOption.REPLACE_EXISTING);
                generation++;
                Files.deleteIfExists(path(generation - rotation.files()));
                size = 0;
                channel = open(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The process has ended: readers that follow come to an end. */
    @Override
    public synchronized void close() {
        if (ended) {
            return;
        }
        ended = true;
        try {
            if (line.size() > 0) {
                ByteArrayOutputStream last = new ByteArrayOutputStream();
                flush(last, 'P');
                store(last.toByteArray());
            }
            if (channel != null) {
                channel.close();
                channel = null;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            notifyAll();
        }
    }

    private Path path(long number) {
        return file.resolveSibling(file.getFileName() + "." + number);
    }

    /** Opens a generation for reading, so that no rotation comes between its name and its file; null: it is gone. */
    synchronized @Nullable FileChannel openForReading(long number) throws IOException {
        try {
            return FileChannel.open(number == generation ? file : path(number), StandardOpenOption.READ);
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    /** The generation that is written to. */
    synchronized long current() {
        return generation;
    }

    /** The oldest generation that is still there. */
    synchronized long oldest() {
        long number = generation;
        while (number > 0 && Files.exists(path(number - 1))) {
            number--;
        }
        return number;
    }

    synchronized boolean hasEnded() {
        return ended;
    }

    /** Waits until there may be more than {@code position} in a generation, or there will never be. */
    synchronized void awaitMore(long number, long position, BooleanSupplier abandoned) throws InterruptedException {
        while (!ended && number == generation && size <= position && !abandoned.getAsBoolean()) {
            wait();
        }
    }

    /** Lets waiting readers look again. */
    synchronized void wake() {
        notifyAll();
    }
}
