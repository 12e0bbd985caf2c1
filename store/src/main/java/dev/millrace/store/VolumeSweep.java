package dev.millrace.store;

import dev.millrace.contract.Digest;
import dev.millrace.store.StoreException.StoreUnavailable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A sweep of a volume. */
final class VolumeSweep implements Sweep {
    private static final Pattern HEX = Pattern.compile("[0-9a-f]{64}");

    private final Path root;
    private final Instant keepSince;
    private final Condemned condemned;

    VolumeSweep(Path root, Instant keepSince) {
        this.root = root;
        this.keepSince = keepSince;
        this.condemned = new Condemned(root);
        sweeping(() -> {
            condemned.putBackAll();
            return OptionalLong.empty();
        });
    }

    @Override
    public void blobs(Consumer<Digest> each) {
        sweeping(() -> {
            files(root.resolve(Documents.BLOBS), file -> {
                String hex = name(file);
                if (HEX.matcher(hex).matches()) {
                    each.accept(Digest.ofHex(hex));
                }
            });
            return OptionalLong.empty();
        });
    }

    @Override
    public void documents(String folder, Consumer<String> each) {
        sweeping(() -> {
            files(root.resolve(Documents.checked(folder)), file -> {
                String key = root.relativize(file).toString();
                if (Documents.isKey(key)) {
                    each.accept(key);
                }
            });
            return OptionalLong.empty();
        });
    }

    @Override
    public int atOnce() {
        return 1;
    }

    @Override
    public List<OptionalLong> remove(List<Digest> blobs) {
        return blobs.stream()
                .map(blob -> sweeping(() -> condemned.remove(root.resolve(Documents.blob(blob)), keepSince)))
                .toList();
    }

    @Override
    public OptionalLong remove(String documentKey) {
        Path place = root.resolve(Documents.checked(documentKey));
        return sweeping(() -> {
            OptionalLong freed = condemned.remove(place, keepSince);
            if (freed.isPresent()) {
                removeEmpty(place.getParent());
            }
            return freed;
        });
    }

    /** A writer that just meant to use such a folder makes it again. */
    private void removeEmpty(@Nullable Path folder) throws IOException {
        try {
            for (Path empty = folder; empty != null && !root.equals(empty.getParent()); empty = empty.getParent()) {
                Files.delete(empty);
            }
        } catch (DirectoryNotEmptyException | NoSuchFileException e) {
            // In use, or another sweep was faster.
        }
    }

    @Override
    public long removeAbandoned() {
        long[] freed = {0};
        sweeping(() -> {
            files(
                    root.resolve(AtomicWrites.FOLDER),
                    file -> freed[0] +=
                            sweeping(() -> condemned.remove(file, keepSince)).orElse(0));
            return OptionalLong.empty();
        });
        return freed[0];
    }

    /** All files below a folder, one folder's names at a time. */
    private static void files(Path folder, Consumer<Path> each) throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path entry : entries) {
                if (Files.isDirectory(entry)) {
                    files(entry, each);
                } else {
                    each.accept(entry);
                }
            }
        } catch (NoSuchFileException e) {
            // Nothing was ever written there.
        }
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }

    private OptionalLong sweeping(Access access) {
        try {
            return access.run();
        } catch (IOException e) {
            throw new StoreUnavailable("the store file://" + root + " cannot be swept: " + VolumeStore.inWords(e), e);
        } catch (UncheckedIOException | DirectoryIteratorException e) {
            throw new StoreUnavailable("the store file://" + root + " cannot be swept: " + e.getMessage(), e);
        }
    }

    @FunctionalInterface
    private interface Access {
        OptionalLong run() throws IOException;
    }
}
