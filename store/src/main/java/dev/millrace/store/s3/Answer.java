package dev.millrace.store.s3;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * A server's good answer to a read.
 *
 * @param body its bytes, as they come
 * @param eTag of the object
 * @param length that the body is to have
 * @param cut ends the connection without reading the rest
 */
record Answer(InputStream body, @Nullable String eTag, long length, Runnable cut) implements AutoCloseable {
    /** Gives the connection back, or ends it if the body was not read. */
    @Override
    public void close() throws IOException {
        body.close();
    }
}
