package dev.millrace.data.ingest;

import dev.millrace.contract.Digest;
import dev.millrace.store.Store;
import dev.millrace.store.Store.Stored;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Puts the blobs of one version into the store and counts them, each once, however often it is part of the version. */
final class VersionBlobs implements Blobs {
    private final Store store;
    private final Set<Digest> blobs = new LinkedHashSet<>();

    /** Bytes that the store lacked when a blob first came, of all attempts. */
    private final Map<Digest, Long> lacked = new HashMap<>();

    private long size;
    private long added;

    VersionBlobs(Store store) {
        this.store = store;
    }

    @Override
    public Stored put(Path file) {
        return counted(store.put(file));
    }

    @Override
    public Stored put(byte[] bytes) {
        return counted(store.put(bytes));
    }

    /** Counts a blob that another machine has put there. */
    synchronized Stored counted(Stored stored) {
        lacked.putIfAbsent(stored.digest(), stored.newBytes());
        if (blobs.add(stored.digest())) {
            size += stored.sizeBytes();
            added += lacked.getOrDefault(stored.digest(), 0L);
        }
        return stored;
    }

    /** Begins anew: what comes now is the version, and what came before counts as added by it where it comes again. */
    synchronized void restart() {
        blobs.clear();
        size = 0;
        added = 0;
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
