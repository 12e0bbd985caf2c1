package dev.millrace.store.s3;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/**
 * Writes objects. Larger ones go in parts, several at once, and appear whole at the end; a failed upload's parts are removed, for they
 * would be paid for and seen by nobody.
 */
final class Uploads {
    /** Sizes in bytes, settable for tests: S3 takes no part under 5 MiB but the last. */
    record Sizes(long largestSingle, long part) {
        static final Sizes USUAL = new Sizes(32L << 20, 16L << 20);
    }

    private static final long MOST_PARTS = 10_000;

    private final Supplier<S3Client> client;
    private final String bucket;
    private final Sizes sizes;

    Uploads(Supplier<S3Client> client, String bucket, Sizes sizes) {
        this.client = client;
        this.bucket = bucket;
        this.sizes = sizes;
    }

    /**
     * Where an object goes.
     *
     * @param metadata that it gets
     * @param ifAbsent whether it is refused, with status 412 or 409, where there is one of that name
     */
    record Target(String key, Map<String, String> metadata, boolean ifAbsent) {
        @Nullable
        String ifNoneMatch() {
            return ifAbsent ? "*" : null;
        }
    }

    /** Whether an upload goes in parts: the time of what it writes is then that of its beginning. */
    boolean inParts(Body body) {
        return body.size() > sizes.largestSingle();
    }

    /** Writes an object. */
    void write(Target target, Body body) throws IOException {
        if (inParts(body)) {
            writeInParts(target, body);
            return;
        }
        String md5 = body.md5(0, body.size());
        client.get()
                .putObject(
                        request -> request.bucket(bucket)
                                .key(target.key())
                                .metadata(target.metadata())
                                .contentMD5(md5)
                                .ifNoneMatch(target.ifNoneMatch()),
                        body.request(0, body.size()));
    }

    private void writeInParts(Target target, Body body) throws IOException {
        String upload = client.get()
                .createMultipartUpload(
                        request -> request.bucket(bucket).key(target.key()).metadata(target.metadata()))
                .uploadId();
        try {
            List<CompletedPart> parts = parts(target.key(), upload, body);
            client.get().completeMultipartUpload(request -> request.bucket(bucket)
                    .key(target.key())
                    .uploadId(upload)
                    .ifNoneMatch(target.ifNoneMatch())
                    .multipartUpload(completed -> completed.parts(parts)));
        } catch (IOException | RuntimeException | Error e) {
            abort(target.key(), upload, e);
            throw e;
        }
    }

    private void abort(String key, String upload, Throwable reason) {
        try {
            client.get()
                    .abortMultipartUpload(
                            request -> request.bucket(bucket).key(key).uploadId(upload));
        } catch (SdkException e) {
            reason.addSuppressed(e);
        }
    }

    private List<CompletedPart> parts(String key, String upload, Body body) throws IOException {
        long size = Math.max(sizes.part(), (body.size() + MOST_PARTS - 1) / MOST_PARTS);
        List<Callable<CompletedPart>> uploads = new ArrayList<>();
        for (long start = 0; start < body.size(); start += size) {
            Slice slice = new Slice(uploads.size() + 1, start, Math.min(size, body.size() - start));
            uploads.add(() -> part(key, upload, body, slice));
        }
        return Parts.run(uploads);
    }

    /** One part, the first has number 1. */
    private record Slice(int number, long start, long length) {}

    private CompletedPart part(String key, String upload, Body body, Slice slice) throws IOException {
        String md5 = body.md5(slice.start(), slice.length());
        String eTag = client.get()
                .uploadPart(
                        request -> request.bucket(bucket)
                                .key(key)
                                .uploadId(upload)
                                .partNumber(slice.number())
                                .contentMD5(md5),
                        body.request(slice.start(), slice.length()))
                .eTag();
        return CompletedPart.builder().partNumber(slice.number()).eTag(eTag).build();
    }
}
