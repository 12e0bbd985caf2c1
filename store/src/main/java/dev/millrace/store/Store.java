package dev.millrace.store;

import dev.millrace.contract.Digest;
import dev.millrace.store.s3.S3Connection;
import dev.millrace.store.s3.S3Store;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * A content-addressed store. Methods are safe for several threads and for several processes at once.
 *
 * <p>All of them throw a {@link StoreException}: {@link StoreException.StoreUnavailable} if input or output fails, {@link
 * StoreException.StoreMissing} if the store is gone, and what they name.
 */
public interface Store {
    /**
     * Opens the store at a URI. Nothing is written, so a read-only volume will do for reading. A bucket is not asked for before the first
     * access: whether it exists is seen then.
     *
     * @param uri {@code file:///path} for a mounted volume, {@code s3://bucket/prefix} for S3 as the environment has it
     * @throws StoreException.StoreMissing if nothing is there
     * @throws IllegalArgumentException if the URI is of another kind, with the kinds that there are
     */
    static Store open(URI uri) {
        return open(uri, S3Store::open);
    }

    /**
     * Opens the store at a URI for who reads a little of it and has no time to lose. It can do what any can, and fails as any does.
     *
     * @throws StoreException.StoreMissing if nothing is there
     * @throws IllegalArgumentException if the URI is of another kind, with the kinds that there are
     */
    static Store openForReading(URI uri) {
        return open(uri, S3Store::openForReading);
    }

    private static Store open(URI uri, BiFunction<URI, S3Connection, Store> bucket) {
        return switch (String.valueOf(uri.getScheme())) {
            case "file" -> VolumeStore.open(uri);
            case "s3" -> bucket.apply(uri, S3Connection.ofStore(System.getenv()));
            default ->
                throw new IllegalArgumentException("the store's URI is \"" + uri
                        + "\", but must be of the form file:///path or s3://bucket/prefix");
        };
    }

    /** Stores a blob. A blob that is there is renewed and checked, and replaced if it is corrupted. */
    Stored put(byte[] content);

    /**
     * Stores a file's content as a blob; the file stays where it is. The content is hashed while it is copied.
     *
     * @param file of any size, that nobody changes meanwhile
     */
    Stored put(Path file);

    /**
     * Keeps a blob that is there from a sweep that goes on, as if it were written now. Who is about to refer to a blob that it did not put
     * itself does this first, and checks the blob afterwards. Documents are renewed by being put again.
     *
     * @throws StoreException.ContentMissing if there is none
     */
    void renew(Digest blob);

    /**
     * The whole content of a blob, for what is known to be small.
     *
     * @throws StoreException.ContentMissing if there is none
     * @throws StoreException.ContentCorrupted if its bytes have another digest
     */
    byte[] read(Digest blob);

    /**
     * A local, read-only file with the content of a blob, verified now. It may be the store's own file: never write to it.
     *
     * @param scratch an existing folder for a copy, should the store need one
     * @throws StoreException.ContentMissing if there is none
     * @throws StoreException.ContentCorrupted if its bytes have another digest
     */
    Path fetch(Digest blob, Path scratch);

    /**
     * Reads a blob through and throws its bytes away.
     *
     * @return its size in bytes
     * @throws StoreException.ContentMissing if there is none
     * @throws StoreException.ContentCorrupted if its bytes have another digest
     */
    long verify(Digest blob);

    /** A document's content, if there is one. */
    Optional<byte[]> document(String key);

    /**
     * Writes or replaces a document: readers see the old or the new content, never a part.
     *
     * @param key a relative path such as {@code runs/ab12/report.json}
     */
    void putDocument(String key, byte[] content);

    /** Removes a document if it is there. */
    void deleteDocument(String key);

    /**
     * Begins a sweep.
     *
     * @param keepSince what was written or renewed at this time or later stays, whatever the sweep is asked
     */
    Sweep sweep(Instant keepSince);

    /** The URI of a document, for people and statuses. */
    String location(String key);

    /**
     * A blob that is now in the store.
     *
     * @param isNew whether the store did not have it before
     */
    record Stored(Digest digest, long sizeBytes, boolean isNew) {
        /** The bytes that this put added to the store. */
        public long newBytes() {
            return isNew ? sizeBytes : 0;
        }
    }
}
