package dev.millrace.data.bucket;

import dev.millrace.data.source.SourceFile;
import dev.millrace.store.s3.Bucket;
import dev.millrace.store.s3.Bucket.Part;
import dev.millrace.store.s3.Parts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * Copies objects by parts, several at once, whatever their number and sizes; each part on the condition that the object is the one that was
 * found. A part that breaks off is gone on with where it broke off.
 */
final class Transfer {
    private static final long PART = 16L << 20;

    private final Bucket bucket;
    private final Runnable stopCheck;

    Transfer(Bucket bucket, Runnable stopCheck) {
        this.bucket = bucket;
        this.stopCheck = stopCheck;
    }

    /** Fills the files with the objects of their names and tags. */
    void run(List<SourceFile> files) throws IOException {
        List<Callable<@Nullable Void>> parts = new ArrayList<>();
        for (SourceFile file : files) {
            long start = 0;
            do {
                parts.add(part(file, start));
                start += PART;
            } while (start < file.size());
        }
        try {
            Parts.run(parts);
        } catch (UncheckedIOException e) {
            throw Objects.requireNonNull(e.getCause());
        }
    }

    private Callable<@Nullable Void> part(SourceFile file, long start) {
        return () -> {
            try (FileChannel out = FileChannel.open(file.path(), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                out.position(start);
                Part part = new Part(file.name(), file.state(), start, Math.min(file.size(), start + PART));
                bucket.read(part, (bytes, length) -> {
                    stopCheck.run();
                    ByteBuffer buffer = ByteBuffer.wrap(bytes, 0, length);
                    while (buffer.hasRemaining()) {
                        out.write(buffer);
                    }
                });
            }
            return null;
        };
    }
}
