package dev.millrace.data.ingest;

import dev.millrace.contract.Digest;
import dev.millrace.store.Store;
import dev.millrace.store.Store.Stored;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Puts the blobs of one version into the store and counts them, each once, however often it is part of the version. */
final class VersionBlobs {
    private final Store store;
    private final Set<Digest> blobs = new LinkedHashSet<>();
    private long size;
    private long added;

    VersionBlobs(Store store) {
        this.store = store;
    }

    Stored put(Path file) {
        return counted(store.put(file));
    }

    Stored put(byte[] bytes) {
        return counted(store.put(bytes));
    }

    private synchronized Stored counted(Stored stored) {
        if (blobs.add(stored.digest())) {
            size += stored.sizeBytes();
            added += stored.newBytes();
        }
        return stored;
    }

    /** In the order in which they came. */
    synchronized List<Digest> digests() {
        return List.copyOf(blobs);
    }

    /** Bytes of all blobs. */
    synchronized long size() {
        return size;
    }

    /** Bytes that the store did not have. */
    synchronized long added() {
        return added;
    }
}
