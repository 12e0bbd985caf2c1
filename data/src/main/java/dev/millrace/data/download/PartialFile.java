package dev.millrace.data.download;

import dev.millrace.contract.Digest;
import dev.millrace.contract.report.StepException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A file on its way: what has come of it, its digest so far, and how to ask for the rest. */
final class PartialFile implements AutoCloseable {
    private static final int BUFFER = 1 << 16;

    private final FileChannel channel;
    private final long mostBytes;
    private final MessageDigest digest = Digest.sha256();
    private @Nullable String validator;
    private boolean continued;
    private long size;

    /** @param mostBytes that the scratch folder has room for */
    PartialFile(Path path, long mostBytes) {
        this.mostBytes = mostBytes;
        try {
            channel = FileChannel.open(
                    path, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Bytes that are here. */
    long size() {
        return size;
    }

    /** By what the server knows the file whose first bytes are here again; empty: they cannot be added to. */
    Optional<String> validator() {
        return size == 0 ? Optional.empty() : Optional.ofNullable(validator);
    }

    /** Whether the file came in parts, which may be of two files where a server's validators are weak. */
    boolean continued() {
        return continued;
    }

    /** Forgets what is here. */
    void restart(@Nullable String newValidator) {
        try {
            channel.truncate(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        digest.reset();
        validator = newValidator;
        continued = false;
        size = 0;
    }

    /**
     * Adds all that a stream has.
     *
     * @throws IOException if reading fails; a disk that fails throws {@link UncheckedIOException}
     * @throws StepException if there is no room
     */
    void add(InputStream in, Runnable stopCheck) throws IOException {
        continued = size > 0;
        byte[] buffer = new byte[BUFFER];
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            stopCheck.run();
            if (size + read > mostBytes) {
                throw StepException.badInput(
                        "spec.source.http.url: the file has more than the " + (mostBytes >> 20)
                                + " MiB that the step has room for: ask an administrator to raise the operator's --scratch-size.");
            }
            write(ByteBuffer.wrap(buffer, 0, read));
            digest.update(buffer, 0, read);
            size += read;
        }
    }

    private void write(ByteBuffer bytes) {
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The digest of all that has come; then only {@link #restart} may follow. */
    Digest digest() {
        return Digest.ofHash(digest.digest());
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
