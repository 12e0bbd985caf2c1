package dev.millrace.data.ingest;

import dev.millrace.contract.Digest;
import dev.millrace.store.Store.Stored;
import java.util.LinkedHashSet;
import java.util.Set;

/** The blobs of a version as they come, and their bytes. */
final class StoredBytes {
    private final Set<Digest> blobs = new LinkedHashSet<>();
    private long size;
    private long added;

    /** Counts a blob once, however often it is part of the version. */
    Digest add(Stored stored) {
        if (blobs.add(stored.digest())) {
            size += stored.sizeBytes();
            added += stored.newBytes();
        }
        return stored.digest();
    }

    Set<Digest> blobs() {
        return blobs;
    }

    long size() {
        return size;
    }

    /** Bytes that the store did not have. */
    long added() {
        return added;
    }
}
