package dev.millrace.data.fuzz;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;

/**
 * A file for an ingest, from a fuzzer's bytes. The first byte is the kind: {@code c} CSV, {@code j} JSON Lines, {@code p} Parquet, {@code g} CSV
 * that is compressed with gzip here, {@code z} JSON Lines with zstd, so that a compressed file's content can be odd and its frame be sound. Of text,
 * the second says how often all but the first line is repeated, as a power of two from {@code 0} to {@code f}: so small bytes make rows beyond the
 * first batch, and deep nests. The rest is the content.
 */
final class FuzzCase {
    private static final int MOST_BYTES = 4 << 20;

    private final String name;
    private final byte[] content;

    private FuzzCase(String name, byte[] content) {
        this.name = name;
        this.content = content;
    }

    /** The file's name. */
    String name() {
        return name;
    }

    /** The file's bytes, as they lie on the volume. */
    byte[] content() {
        return content;
    }

    static FuzzCase of(byte[] data) {
        if (data.length < 2) {
            return new FuzzCase("rows.csv", data);
        }
        byte[] rest = Arrays.copyOfRange(data, 2, data.length);
        return switch (data[0]) {
            case 'j' -> new FuzzCase("rows.jsonl", repeated(rest, data[1]));
            case 'p' -> new FuzzCase("rows.parquet", rest);
            case 'g' -> new FuzzCase("rows.csv.gz", gzip(repeated(rest, data[1])));
            case 'z' -> new FuzzCase("rows.jsonl.zst", Zstd.compress(repeated(rest, data[1])));
            default -> new FuzzCase("rows.csv", repeated(rest, data[1]));
        };
    }

    private static byte[] repeated(byte[] text, byte power) {
        int start = 0;
        while (start < text.length && text[start] != '\n') {
            start++;
        }
        start = start == text.length ? 0 : start + 1;
        int length = text.length - start;
        int times = 1 << Math.max(0, Character.digit(power, 16));
        times = Math.max(1, Math.min(times, MOST_BYTES / Math.max(1, length)));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(text, 0, start);
        for (int i = 0; i < times; i++) {
            out.write(text, start, length);
        }
        return out.toByteArray();
    }

    private static byte[] gzip(byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
