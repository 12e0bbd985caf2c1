package dev.millrace.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How a volume's files are removed beside writers that take them up again, without locks.
 *
 * <p>A writer renews a file's time and then looks whether the name is still there. A remover first takes the name away, by a rename into the
 * folder {@code condemned/}, and then looks at the time. Whichever comes first, the other sees it: a file that was renewed before the rename is
 * put back, and a writer that renews it later finds no name and writes the content anew. What a remover that was killed leaves in the folder is
 * still read, and put back by the next one.
 */
final class Condemned {
    private static final String SEPARATOR = "@";
    /** An odd number: of the looks at a file's two places, the first and the last are at its own. */
    private static final int LOOKS = 9;

    private final Path root;
    private final Path folder;

    /** @param root of the store */
    Condemned(Path root) {
        this.root = root;
        this.folder = root.resolve("condemned");
    }

    /** What is done with a file. */
    @FunctionalInterface
    interface Use<T> {
        T with(Path file) throws IOException;
    }

    /**
     * Uses a file where it is now; it may be taken away and put back meanwhile.
     *
     * @return empty: there is no such file
     */
    <T> Optional<T> found(Path place, Use<T> use) throws IOException {
        Path condemned = condemned(place);
        for (int look = 0; look < LOOKS; look++) {
            Path file = look % 2 == 0 ? place : condemned;
            if (Files.exists(file)) {
                try {
                    return Optional.of(use.with(file));
                } catch (NoSuchFileException e) {
                    // On its way between the two.
                }
            }
        }
        return Optional.empty();
    }

    /**
     * Makes a file as young as one that is written now.
     *
     * @return false: there is none, or it is another user's, whose time cannot be set
     */
    boolean renew(Path place) throws IOException {
        try {
            Files.setLastModifiedTime(place, FileTime.from(Instant.now()));
        } catch (FileSystemException e) {
            return false;
        }
        return Files.exists(place);
    }

    /**
     * Removes a file unless it was written or renewed since a time.
     *
     * @return its size; empty: it stays, or is gone already
     */
    OptionalLong remove(Path place, Instant keepSince) throws IOException {
        Path condemned = condemned(place);
        try {
            if (isYoung(Files.readAttributes(place, BasicFileAttributes.class), keepSince)) {
                return OptionalLong.empty();
            }
            Files.createDirectories(folder);
            Files.move(place, condemned, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            BasicFileAttributes now = attributesNow(condemned);
            if (isYoung(now, keepSince)) {
                putBack(condemned, place);
                return OptionalLong.empty();
            }
            Files.delete(condemned);
            return OptionalLong.of(now.size());
        } catch (NoSuchFileException e) {
            return OptionalLong.empty();
        }
    }

    /** Puts back what a remover that was killed left behind, as young as what a writer may just be writing in its place. */
    void putBackAll() throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (DirectoryStream<Path> left = Files.newDirectoryStream(folder)) {
            for (Path condemned : left) {
                if (renew(condemned)) {
                    putBack(
                            condemned,
                            root.resolve(folder.relativize(condemned).toString().replace(SEPARATOR, "/")));
                }
            }
        }
    }

    /** A name that has been written again meanwhile stays as it is. */
    private static void putBack(Path condemned, Path place) throws IOException {
        try {
            if (Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
                Files.delete(condemned);
            } else {
                Files.move(condemned, place, StandardCopyOption.ATOMIC_MOVE);
            }
        } catch (NoSuchFileException e) {
            // Another remover was faster.
        }
    }

    private static boolean isYoung(BasicFileAttributes file, Instant keepSince) {
        return !file.lastModifiedTime().toInstant().isBefore(keepSince);
    }

    /** A network file system may answer from what it knew before the rename, but asks its server anew when a file is opened. */
    private static BasicFileAttributes attributesNow(Path file) throws IOException {
        FileChannel.open(file, StandardOpenOption.READ).close();
        return Files.readAttributes(file, BasicFileAttributes.class);
    }

    private Path condemned(Path place) {
        return folder.resolve(root.relativize(place).toString().replace("/", SEPARATOR));
    }
}
