package dev.millrace.store;

import dev.millrace.contract.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Writes that are whole or not there: a temporary name, a sync, a rename, a sync of the folder.
 *
 * <p>What killed writers leave behind has names that nothing reads; it is removed by the first write that comes a day later.
 */
final class AtomicWrites {
    /** Where stores on volumes have what is being written. */
    static final String FOLDER = "tmp";

    private static final Duration ABANDONED = Duration.ofDays(1);
    private static final int BUFFER = 1 << 18;
    private static final int MOST_TRIES = 5;

    private final Path folder;
    private final AtomicBoolean swept = new AtomicBoolean();

    /** @param folder for what is being written, on the same file system as all targets */
    AtomicWrites(Path folder) {
        this.folder = folder;
    }

    /** Writes or replaces a file. */
    Path write(Path target, byte[] content) throws IOException {
        try (Pending pending = new Pending(newFile())) {
            try (FileChannel out =
                    FileChannel.open(pending.file, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
                writeFully(out, ByteBuffer.wrap(content));
                out.force(true);
            }
            return pending.moveTo(target);
        }
    }

    /** Copies a file to a temporary name and hashes it on the way. */
    Pending copy(Path source) throws IOException {
        Pending pending = new Pending(newFile());
        MessageDigest hash = Digest.sha256();
        try (InputStream in = Files.newInputStream(source);
                FileChannel out =
                        FileChannel.open(pending.file, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
            byte[] buffer = new byte[BUFFER];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                hash.update(buffer, 0, n);
                writeFully(out, ByteBuffer.wrap(buffer, 0, n));
                pending.size += n;
            }
            out.force(true);
        } catch (IOException e) {
            pending.close();
            throw e;
        }
        pending.digest = Digest.ofHash(hash.digest());
        return pending;
    }

    private Path newFile() throws IOException {
        Files.createDirectories(folder);
        if (swept.compareAndSet(false, true)) {
            sweep(FileTime.from(Instant.now().minus(ABANDONED)));
        }
        return folder.resolve(UUID.randomUUID().toString());
    }

    private void sweep(FileTime before) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                try {
                    if (Files.getLastModifiedTime(file).compareTo(before) < 0) {
                        Files.deleteIfExists(file);
                    }
                } catch (NoSuchFileException e) {
                    // Its writer finished, or another sweeper was faster.
                }
            }
        }
    }

    private static void writeFully(FileChannel out, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            out.write(bytes);
        }
    }

    /** Folders are files whose content, the names, must be synced too: else a crash forgets the rename. */
    private static void sync(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** Creates a folder and its parents, each synced into its own parent. */
    private static void createFolders(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        Path parent = folder.getParent();
        if (parent != null) {
            createFolders(parent);
        }
        Files.createDirectories(folder);
        if (parent != null) {
            sync(parent);
        }
    }

    /** A file under its temporary name: moved once, or deleted. */
    static final class Pending implements AutoCloseable {
        private final Path file;
        private Digest digest = Digest.of(new byte[0]);
        private long size;

        private Pending(Path file) {
            this.file = file;
        }

        Digest digest() {
            return digest;
        }

        long size() {
            return size;
        }

        Path moveTo(Path target) throws IOException {
            Path parent = target.getParent();
            if (parent == null) {
                throw new IOException(target + " has no folder");
            }
            for (int tries = 1; ; tries++) {
                try {
                    createFolders(parent);
                    Files.move(file, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                    break;
                } catch (NoSuchFileException e) {
                    // A sweep may remove the folder as long as it is empty.
                    if (tries == MOST_TRIES) {
                        throw e;
                    }
                }
            }
            sync(parent);
            return target;
        }

        @Override
        public void close() throws IOException {
            Files.deleteIfExists(file);
        }
    }
}
