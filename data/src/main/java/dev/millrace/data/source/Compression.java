package dev.millrace.data.source;

import com.github.luben.zstd.ZstdIOException;
import com.github.luben.zstd.ZstdInputStream;
import dev.millrace.contract.report.StepException;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * How a text file is compressed, told by its first bytes.
 *
 * <p>Compressed files are written out to the scratch folder first, with their checksums verified: DuckDB itself takes a truncated zstd
 * file for a short one and ignores gzip's checksums, and plain files it reads with all threads.
 */
enum Compression {
    NONE,
    GZIP,
    ZSTD;

    private static final int BUFFER = 1 << 18;

    static Compression of(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] start = in.readNBytes(4);
            if (start.length >= 2 && (start[0] & 0xff) == 0x1f && (start[1] & 0xff) == 0x8b) {
                return GZIP;
            }
            if (start.length == 4
                    && (start[0] & 0xff) == 0x28
                    && (start[1] & 0xff) == 0xb5
                    && (start[2] & 0xff) == 0x2f
                    && (start[3] & 0xff) == 0xfd) {
                return ZSTD;
            }
            return NONE;
        }
    }

    /**
     * A plain file with this file's content: itself, or a new one.
     *
     * @param scratch where a new file goes
     * @throws StepException if the file is damaged
     */
    SourceFile plain(SourceFile file, Path scratch) throws IOException {
        if (this == NONE) {
            return file;
        }
        Path plain = Files.createTempFile(scratch, "plain-", ".csv");
        try (InputStream in = open(file);
                OutputStream out = Files.newOutputStream(plain)) {
            in.transferTo(out);
        }
        return new SourceFile(file.name(), plain, Files.size(plain), file.state());
    }

    /**
     * A file's plain content.
     *
     * @throws StepException if the file is damaged, at once or when the stream is read
     */
    InputStream open(SourceFile file) throws IOException {
        InputStream raw = new BufferedInputStream(Files.newInputStream(file.path()), BUFFER);
        try {
            return switch (this) {
                case NONE -> raw;
                case GZIP -> new Decompressed(new GZIPInputStream(raw, BUFFER), file);
                case ZSTD -> new Decompressed(new ZstdInputStream(raw), file);
            };
        } catch (EOFException | ZipException e) {
            raw.close();
            throw damaged(file, e);
        }
    }

    /** Tells a damaged file from a disk that fails. */
    private final class Decompressed extends FilterInputStream {
        private final SourceFile file;

        Decompressed(InputStream in, SourceFile file) {
            super(in);
            this.file = file;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            try {
                return super.read(buffer, offset, length);
            } catch (EOFException | ZipException | ZstdIOException e) {
                throw damaged(file, e);
            }
        }
    }

    private StepException damaged(SourceFile file, IOException e) {
        return StepException.badInput(file.name() + " is a damaged or truncated " + (this == GZIP ? "gzip" : "zstd")
                + " file (" + e.getMessage() + "): upload it again.");
    }
}
