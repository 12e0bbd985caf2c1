package dev.millrace.local;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The folder that a cluster keeps its state in. One process at a time has it. */
final class StateFolder implements AutoCloseable {
    private static final String LOCK = "lock";

    private final Path path;
    private final FileChannel lock;

    private StateFolder(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    /**
     * Takes the folder; it is made where it was not there.
     *
     * @throws IOException if it cannot be had, with a sentence for a user
     */
    static StateFolder take(Path folder) throws IOException {
        Path path = folder.toAbsolutePath().normalize();
        try {
            Files.createDirectories(path);
            FileChannel lock = FileChannel.open(
                    path.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            if (!locked(lock)) {
                String holder = Files.readString(path.resolve(LOCK)).strip();
                lock.close();
                throw new IOException(
                        "Another one runs on " + path + (holder.isEmpty() ? "" : " (process " + holder + ")")
                                + ": end it, or choose another folder with --state (make demo STATE=…).");
            }
            lock.truncate(0);
            lock.write(ByteBuffer.wrap((ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.UTF_8)));
            return new StateFolder(path, lock);
        } catch (AccessDeniedException e) {
            throw new IOException(noAccess(e), e);
        } catch (FileAlreadyExistsException e) {
            throw new IOException(e.getFile() + " is no folder: choose another one with --state.", e);
        }
    }

    /** What a user is told of a file that may not be written. */
    static String noAccess(AccessDeniedException e) {
        return "No write access to " + e.getFile() + ": choose another folder with --state (make demo STATE=…).";
    }

    private static boolean locked(FileChannel channel) throws IOException {
        try {
            FileLock held = channel.tryLock();
            return held != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    Path path() {
        return path;
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }
}
