package dev.millrace.store;

import dev.millrace.contract.Digest;
import dev.millrace.store.StoreException.ContentCorrupted;
import dev.millrace.store.StoreException.ContentMissing;
import dev.millrace.store.StoreException.StoreMissing;
import dev.millrace.store.StoreException.StoreUnavailable;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Objects;
import java.util.Optional;

/**
 * A store on a mounted volume: {@code blobs/sha256/ab/<hex>}, documents at their keys, and {@code tmp/} for what is being written.
 *
 * <p>A write goes to a temporary name, is synced, renamed to its own name, and the folder is synced: after a crash at any point the
 * name does not exist or is whole.
 */
final class VolumeStore implements Store {
    private static final int BUFFER = 1 << 18;

    private final Path root;
    private final AtomicWrites writes;

    private VolumeStore(Path root) {
        this.root = root;
        this.writes = new AtomicWrites(root.resolve("tmp"));
    }

    static VolumeStore open(URI uri) {
        if (uri.getPath() == null || (uri.getHost() != null && !uri.getHost().isEmpty())) {
            throw new IllegalArgumentException(
                    "the store's URI is \"" + uri + "\", but must be of the form file:///path");
        }
        Path root = Path.of(uri.getPath());
        if (!Files.isDirectory(root)) {
            throw new StoreMissing("there is no store at " + uri + ": mount the namespace's store claim there");
        }
        return new VolumeStore(root);
    }

    @Override
    public Stored put(byte[] content) {
        Digest digest = Digest.of(content);
        if (isWhole(digest)) {
            return new Stored(digest, content.length, false);
        }
        writing(() -> writes.write(place(digest), content));
        return new Stored(digest, content.length, true);
    }

    @Override
    public Stored put(Path file) {
        return writing(() -> {
            try (AtomicWrites.Pending pending = writes.copy(file)) {
                if (isWhole(pending.digest())) {
                    return new Stored(pending.digest(), pending.size(), false);
                }
                pending.moveTo(place(pending.digest()));
                return new Stored(pending.digest(), pending.size(), true);
            }
        });
    }

    @Override
    public byte[] read(Digest blob) {
        return reading(blob.toString(), () -> {
            byte[] content = Files.readAllBytes(existing(blob));
            Digest found = Digest.of(content);
            if (!found.equals(blob)) {
                throw ContentCorrupted.blob(blob, found, location(blob));
            }
            return content;
        });
    }

    @Override
    public Path fetch(Digest blob, Path scratch) {
        verify(blob);
        return place(blob);
    }

    @Override
    public long verify(Digest blob) {
        return reading(blob.toString(), () -> {
            MessageDigest hash = Digest.sha256();
            long size = 0;
            try (InputStream in = Files.newInputStream(existing(blob))) {
                byte[] buffer = new byte[BUFFER];
                for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                    hash.update(buffer, 0, n);
                    size += n;
                }
            }
            Digest found = Digest.ofHash(hash.digest());
            if (!found.equals(blob)) {
                throw ContentCorrupted.blob(blob, found, location(blob));
            }
            return size;
        });
    }

    @Override
    public Optional<byte[]> document(String key) {
        Path place = root.resolve(Documents.checked(key));
        return reading(key, () -> {
            try {
                return Optional.of(Files.readAllBytes(place));
            } catch (NoSuchFileException e) {
                return Optional.empty();
            }
        });
    }

    @Override
    public void putDocument(String key, byte[] content) {
        writing(() -> writes.write(root.resolve(Documents.checked(key)), content));
    }

    @Override
    public void deleteDocument(String key) {
        Path place = root.resolve(Documents.checked(key));
        writing(() -> Files.deleteIfExists(place));
    }

    @Override
    public String location(String key) {
        return "file://" + root.resolve(Documents.checked(key));
    }

    private String location(Digest blob) {
        return "file://" + place(blob);
    }

    private Path place(Digest blob) {
        String hex = blob.hex();
        return root.resolve("blobs/sha256").resolve(hex.substring(0, 2)).resolve(hex);
    }

    private Path existing(Digest blob) {
        Path place = place(blob);
        if (!Files.exists(place)) {
            throw ContentMissing.blob(blob, location(blob));
        }
        return place;
    }

    private boolean isWhole(Digest blob) {
        if (!Files.exists(place(blob))) {
            return false;
        }
        try {
            verify(blob);
            return true;
        } catch (ContentCorrupted | ContentMissing e) {
            return false;
        }
    }

    private <T> T reading(String what, Access<T> access) {
        try {
            return access.run();
        } catch (IOException e) {
            throw new StoreUnavailable(what + " cannot be read from the store file://" + root + ": " + inWords(e), e);
        }
    }

    private <T> T writing(Access<T> access) {
        try {
            return access.run();
        } catch (IOException e) {
            throw new StoreUnavailable("the store file://" + root + " cannot be written: " + inWords(e), e);
        }
    }

    /** File system exceptions have a path as their message and tell the rest by their class. */
    private static String inWords(IOException e) {
        String message = Objects.requireNonNullElse(e.getMessage(), "input or output error");
        if (e instanceof AccessDeniedException) {
            return "no permission for " + message + " (the volume must be writable for the pod's user or group)";
        }
        if (e instanceof NoSuchFileException) {
            return message + " does not exist";
        }
        if (message.contains("No space left") || message.contains("quota exceeded")) {
            return message + " (enlarge the store's claim or free space in it)";
        }
        return message;
    }

    @FunctionalInterface
    private interface Access<T> {
        T run() throws IOException;
    }
}
