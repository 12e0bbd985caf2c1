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
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * A store on a mounted volume: {@code blobs/sha256/ab/<hex>}, documents at their keys, {@code tmp/} for what is being written, and
 * {@code condemned/} for what is being removed.
 *
 * <p>A write goes to a temporary name, is synced, renamed to its own name, and the folder is synced: after a crash at any point the
 * name does not exist or is whole.
 */
final class VolumeStore implements Store {
    private static final int BUFFER = 1 << 18;

    private final Path root;
    private final AtomicWrites writes;
    private final Condemned condemned;

    private VolumeStore(Path root) {
        this.root = root;
        this.writes = new AtomicWrites(root.resolve(AtomicWrites.FOLDER));
        this.condemned = new Condemned(root);
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
        return writing(() -> {
            if (isKept(digest)) {
                return new Stored(digest, content.length, false);
            }
            writes.write(place(digest), content);
            return new Stored(digest, content.length, true);
        });
    }

    @Override
    public Stored put(Path file) {
        return writing(() -> {
            try (AtomicWrites.Pending pending = writes.copy(file)) {
                if (isKept(pending.digest())) {
                    return new Stored(pending.digest(), pending.size(), false);
                }
                pending.moveTo(place(pending.digest()));
                return new Stored(pending.digest(), pending.size(), true);
            }
        });
    }

    @Override
    public void renew(Digest blob) {
        writing(() -> {
            if (!condemned.renew(place(blob))) {
                // Being removed, or another user's file: a copy of our own takes its place.
                try (AtomicWrites.Pending copy = existing(blob, writes::copy)) {
                    if (!copy.digest().equals(blob)) {
                        throw ContentCorrupted.blob(blob, copy.digest(), location(blob));
                    }
                    copy.moveTo(place(blob));
                }
            }
            return blob;
        });
    }

    @Override
    public Sweep sweep(Instant keepSince) {
        return new VolumeSweep(root, keepSince);
    }

    @Override
    public byte[] read(Digest blob) {
        return reading(blob.toString(), () -> {
            byte[] content = existing(blob, Files::readAllBytes);
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
        return reading(blob.toString(), () -> existing(blob, file -> file));
    }

    @Override
    public long verify(Digest blob) {
        return reading(blob.toString(), () -> {
            MessageDigest hash = Digest.sha256();
            long size = existing(blob, file -> {
                try (InputStream in = Files.newInputStream(file)) {
                    return hashed(in, hash);
                }
            });
            Digest found = Digest.ofHash(hash.digest());
            if (!found.equals(blob)) {
                throw ContentCorrupted.blob(blob, found, location(blob));
            }
            return size;
        });
    }

    private static long hashed(InputStream in, MessageDigest hash) throws IOException {
        long size = 0;
        byte[] buffer = new byte[BUFFER];
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
            hash.update(buffer, 0, n);
            size += n;
        }
        return size;
    }

    @Override
    public Optional<byte[]> document(String key) {
        Path place = root.resolve(Documents.checked(key));
        return reading(key, () -> condemned.found(place, Files::readAllBytes));
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
        return root.resolve(Documents.blob(blob));
    }

    private <T> T existing(Digest blob, Condemned.Use<T> use) throws IOException {
        return condemned.found(place(blob), use).orElseThrow(() -> ContentMissing.blob(blob, location(blob)));
    }

    /** Whether a blob is there and whole, and will be when this returns: it is renewed before it is read. */
    private boolean isKept(Digest blob) throws IOException {
        if (!condemned.renew(place(blob))) {
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
    static String inWords(IOException e) {
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
