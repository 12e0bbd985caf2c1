package dev.millrace.store.s3;

import dev.millrace.contract.Digest;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.ContentStreamProvider;

/** What is uploaded: it can be read again for each try. */
sealed interface Body {
    int BUFFER = 1 << 18;

    long size();

    /** The bytes from {@code start} on. */
    InputStream open(long start) throws IOException;

    /** Bytes in memory. */
    final class Bytes implements Body {
        private final byte[] content;

        Bytes(byte[] content) {
            this.content = content;
        }

        @Override
        public long size() {
            return content.length;
        }

        @Override
        public InputStream open(long start) {
            return new ByteArrayInputStream(content, (int) start, content.length - (int) start);
        }
    }

    /** A file that nobody changes. */
    record Content(Path file, long size) implements Body {
        static Content of(Path file) throws IOException {
            return new Content(file, Files.size(file));
        }

        @Override
        public InputStream open(long start) throws IOException {
            return Channels.newInputStream(
                    FileChannel.open(file, StandardOpenOption.READ).position(start));
        }
    }

    /** The digest of the whole. */
    default Digest digest() throws IOException {
        return Digest.ofHash(hash(Digest.sha256(), 0, size()));
    }

    /** A part as a request's body. */
    default RequestBody request(long start, long length) {
        ContentStreamProvider provider = () -> {
            try {
                return new Limited(open(start), length);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
        return RequestBody.fromContentProvider(provider, length, "application/octet-stream");
    }

    /** The MD5 of a part, in Base64, by which the server sees that it got what was sent. */
    default String md5(long start, long length) throws IOException {
        try {
            return Base64.getEncoder().encodeToString(hash(MessageDigest.getInstance("MD5"), start, length));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private byte[] hash(MessageDigest hash, long start, long length) throws IOException {
        try (InputStream in = new Limited(open(start), length)) {
            byte[] buffer = new byte[BUFFER];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                hash.update(buffer, 0, n);
            }
        }
        return hash.digest();
    }

    /** The first bytes of a stream. One that ends before is an error: who uploads has promised so many. */
    final class Limited extends InputStream {
        private final InputStream in;
        private long left;

        Limited(InputStream in, long length) {
            this.in = in;
            this.left = length;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            if (left == 0) {
                return -1;
            }
            int n = in.read(buffer, offset, (int) Math.min(length, left));
            if (n < 0) {
                throw new EOFException("it became " + left + " bytes shorter while it was read");
            }
            left -= n;
            return n;
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
