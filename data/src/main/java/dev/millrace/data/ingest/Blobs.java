package dev.millrace.data.ingest;

import dev.millrace.store.Store.Stored;
import java.nio.file.Path;

/** Takes the blobs of a version. */
interface Blobs {
    Stored put(Path file);

    Stored put(byte[] bytes);
}
