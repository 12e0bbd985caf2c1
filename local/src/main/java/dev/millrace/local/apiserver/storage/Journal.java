package dev.millrace.local.apiserver.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Collection;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file that holds all objects: a snapshot, and behind it each change since. An entry is handed to the operating system before its
 * writer is answered, so that it outlives this process, and reaches the disk within {@link #SYNC_MILLIS}. A torn tail is what a crash
 * leaves: it is cut off at the next start. The methods are called under the store's lock.
 */
final class Journal implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Journal.class);
    private static final byte[] MAGIC = "millrace-objects-1\n".getBytes(StandardCharsets.US_ASCII);
    private static final int SYNC_MILLIS = 200;
    /** A journal is written anew when it is larger than this and than {@link #GROWTH} times its last snapshot. */
    private static final long SMALL = 8L << 20;

    private static final int GROWTH = 4;

    private final Path file;
    private final FileChannel guard;
    private final FileLock lock;
    private final ScheduledExecutorService syncs;
    private volatile FileChannel channel;
    private volatile boolean dirty;
    private long end;
    private long snapshot;

    private Journal(Path file, FileChannel guard, FileLock lock) throws IOException {
        this.file = file;
        this.guard = guard;
        this.lock = lock;
        this.channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        this.syncs = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "apiserver-journal");
            thread.setDaemon(true);
            return thread;
        });
        // sync() throws nothing: the task is never lost
        var unused = syncs.scheduleWithFixedDelay(this::sync, SYNC_MILLIS, SYNC_MILLIS, TimeUnit.MILLISECONDS);
    }

    /**
     * Opens or creates a journal, and tells of its entries in their order.
     *
     * @throws IOException with words for the user
     */
    static Journal open(Path file, Consumer<JournalEntry> entries) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        FileChannel guard = FileChannel.open(
                file.resolveSibling(file.getFileName() + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = lock(guard);
        if (lock == null) {
            guard.close();
            throw new IOException(file + " is in use by another process: stop that one first");
        }
        Journal journal = new Journal(file, guard, lock);
        try {
            journal.recover(entries);
            return journal;
        } catch (IOException e) {
            journal.close();
            throw e;
        }
    }

    private static @Nullable FileLock lock(FileChannel guard) throws IOException {
        try {
            return guard.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    private void recover(Consumer<JournalEntry> entries) throws IOException {
        ByteBuffer all = ByteBuffer.wrap(Files.readAllBytes(file));
        byte[] magic = new byte[Math.min(MAGIC.length, all.remaining())];
        all.get(magic);
        if (!Arrays.equals(magic, Arrays.copyOf(MAGIC, magic.length))) {
            throw new IOException(
                    file + " is not a journal of this version: move it away to begin anew (make demo-clean)");
        }
        if (magic.length == MAGIC.length) {
            end = all.position();
            for (JournalEntry entry = JournalEntry.read(all); entry != null; entry = JournalEntry.read(all)) {
                entries.accept(entry);
                end = all.position();
            }
        }
        if (JournalEntry.follows(all)) {
            throw new IOException(
                    "%s is damaged at byte %d, and what comes after it would be lost: move it away to begin anew (make demo-clean)"
                            .formatted(file, end));
        }
        if (end < all.limit()) {
            LOG.warn("cut the torn end of the journal file={} bytes={}", file, all.limit() - end);
            channel.truncate(end);
        }
        if (end == 0) {
            write(ByteBuffer.wrap(MAGIC));
        }
    }

    /**
     * Writes an entry.
     *
     * @return whether it is time to {@link #compact}
     * @throws IOException when there is no room; the file is as it was
     */
    boolean append(JournalEntry entry) throws IOException {
        write(entry.write());
        return end > SMALL && end > GROWTH * snapshot;
    }

    private void write(ByteBuffer bytes) throws IOException {
        long position = end;
        try {
            while (bytes.hasRemaining()) {
                position += channel.write(bytes, position);
            }
        } catch (IOException e) {
            channel.truncate(end);
            throw new IOException("cannot write " + file + ": " + e.getMessage(), e);
        }
        end = position;
        dirty = true;
    }

    /** Writes the file anew with the objects alone. If that fails the old one goes on. */
    void compact(Collection<ResourceStore> resources, long revision) {
        Path next = file.resolveSibling(file.getFileName() + ".new");
        try {
            FileChannel written = FileChannel.open(
                    next,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.TRUNCATE_EXISTING,
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE);
            try {
                writeFully(written, ByteBuffer.wrap(MAGIC));
                // The revision outlives the objects that had it: it stands in the removal of nothing.
                writeFully(written, new JournalEntry("", new ObjectKey("", ""), revision, null).write());
                for (ResourceStore resource : resources) {
                    for (StoredObject object : resource.all().values()) {
                        writeFully(
                                written,
                                new JournalEntry(resource.id(), object.key(), object.revision(), object.json())
                                        .write());
                    }
                }
                written.force(false);
                Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } catch (IOException e) {
                written.close();
                throw e;
            }
            FileChannel old = channel;
            channel = written;
            end = written.position();
            snapshot = end;
            old.close();
        } catch (IOException e) {
            snapshot = end;
            LOG.warn("the journal could not be written anew file={} cause={}", file, e.getMessage());
        }
    }

    private static void writeFully(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    private void sync() {
        if (dirty) {
            dirty = false;
            try {
                channel.force(false);
            } catch (ClosedChannelException replaced) {
                LOG.debug("the journal was replaced meanwhile");
            } catch (IOException e) {
                dirty = true;
                LOG.error("the journal does not reach the disk file={} cause={}", file, e.getMessage());
            }
        }
    }

    @Override
    public void close() throws IOException {
        syncs.shutdownNow();
        if (channel.isOpen()) {
            channel.force(false);
            channel.close();
            lock.release();
            guard.close();
        }
    }
}
