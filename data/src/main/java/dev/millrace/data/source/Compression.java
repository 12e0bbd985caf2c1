package dev.millrace.data.source;

import com.github.luben.zstd.ZstdIOException;
import com.github.luben.zstd.ZstdInputStream;
import dev.millrace.contract.report.StepException;
import java.io.BufferedInputStream;
import java.io.EOFException;
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
        try (InputStream raw = new BufferedInputStream(Files.newInputStream(file.path()), BUFFER);
                InputStream in = open(raw, file);
                OutputStream out = Files.newOutputStream(plain)) {
            byte[] buffer = new byte[BUFFER];
            for (int n = read(in, buffer, file); n >= 0; n = read(in, buffer, file)) {
                out.write(buffer, 0, n);
            }
        }
        return new SourceFile(file.name(), plain, Files.size(plain), file.state());
    }

    private InputStream open(InputStream raw, SourceFile file) throws IOException {
        try {
            return this == GZIP ? new GZIPInputStream(raw, BUFFER) : new ZstdInputStream(raw);
        } catch (EOFException | ZipException e) {
            throw damaged(file, e);
        }
    }

    /** Reading fails with the decompressors' own exceptions where the file is damaged; writing has none of theirs. */
    private int read(InputStream in, byte[] buffer, SourceFile file) throws IOException {
        try {
            return in.read(buffer);
        } catch (EOFException | ZipException | ZstdIOException e) {
            throw damaged(file, e);
        }
    }

    private StepException damaged(SourceFile file, IOException e) {
        return StepException.badInput(file.name() + " is a damaged or truncated " + (this == GZIP ? "gzip" : "zstd")
                + " file (" + e.getMessage() + "): upload it again.");
    }
}
