package dev.millrace.store.s3;

import dev.millrace.contract.Digest;
import dev.millrace.store.Documents;
import dev.millrace.store.Sweep;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.services.s3.model.ListPartsRequest;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.Part;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/** A sweep of a store in S3. How a single object is removed: {@link Condemned}. */
final class S3Sweep implements Sweep {
    /** Six requests each, most of whose time is that of the way. */
    private static final int THREADS = 8;

    private static final int NOT_FOUND = 404;
    private static final int FORBIDDEN = 403;
    private static final int NOT_IMPLEMENTED = 501;
    /** Some servers tell whole seconds, cut off. */
    private static final Duration RESOLUTION = Duration.ofSeconds(1);

    private static final Pattern BLOB = Pattern.compile("([0-9a-f]{64})(" + Pattern.quote(Condemned.RENEWED) + ")?");

    private final Access access;
    private final Bucket bucket;
    private final String prefix;
    private final Instant keepSince;
    private final Condemned condemned;
    private final SdkHttpClient deletions;
    private final List<Digest> lonelyRenewals = new ArrayList<>();

    S3Sweep(Access access, Bucket bucket, String prefix, Instant keepSince) {
        this.access = access;
        this.bucket = bucket;
        this.prefix = prefix;
        this.keepSince = keepSince;
        this.condemned = new Condemned(bucket, prefix);
        this.deletions = bucket.http();
    }

    private boolean isOld(Instant time) {
        return time.plus(RESOLUTION).isBefore(keepSince);
    }

    private Stream<S3Object> objects(String folder) {
        return bucket.objects(prefix + folder + "/");
    }

    /** A blob's renewal follows it in the listing. */
    @Override
    public void blobs(Consumer<Digest> each) {
        access.sweeping(() -> {
            String[] last = {""};
            objects(Documents.BLOBS).forEach(object -> {
                String key = object.key();
                Matcher name = BLOB.matcher(key.substring(key.lastIndexOf('/') + 1));
                if (name.matches() && name.group(2) == null) {
                    last[0] = name.group(1);
                    each.accept(Digest.ofHex(name.group(1)));
                } else if (name.matches() && !last[0].equals(name.group(1)) && isOld(object.lastModified())) {
                    lonelyRenewals.add(Digest.ofHex(name.group(1)));
                }
            });
            return last;
        });
    }

    @Override
    public void documents(String folder, Consumer<String> each) {
        access.sweeping(() -> {
            objects(Documents.checked(folder))
                    .map(object -> object.key().substring(prefix.length()))
                    .filter(Documents::isKey)
                    .forEach(each);
            return folder;
        });
    }

    @Override
    public int atOnce() {
        return 4 * THREADS;
    }

    @Override
    public List<OptionalLong> remove(List<Digest> blobs) {
        return access.sweeping(() -> {
            List<Callable<OptionalLong>> removals = new ArrayList<>();
            blobs.forEach(blob -> removals.add(() -> removeObject(Documents.blob(blob))));
            return Parts.run(removals, THREADS);
        });
    }

    @Override
    public OptionalLong remove(String documentKey) {
        return access.sweeping(() -> removeObject(Documents.checked(documentKey)));
    }

    private OptionalLong removeObject(String key) {
        return condemned.remove(prefix + key, this::isOld, deletions);
    }

    /** Renewals of blobs that were gone, marks of removers that were killed, and uploads in parts that nobody completed. */
    @Override
    public long removeAbandoned() {
        return access.sweeping(() -> {
            lonelyRenewals.forEach(blob -> removeObject(Documents.blob(blob)));
            condemned.removeLapsed();
            return abortUploads();
        });
    }

    /** Whom its policy does not let list uploads, for it may have to let them see those of all namespaces, has a rule of the bucket do this. */
    private long abortUploads() {
        try {
            return bucket
                    .client()
                    .listMultipartUploadsPaginator(
                            request -> request.bucket(bucket.name()).prefix(prefix))
                    .uploads()
                    .stream()
                    .filter(upload -> isOld(upload.initiated()))
                    .mapToLong(this::abort)
                    .sum();
        } catch (S3Exception e) {
            if (e.statusCode() == FORBIDDEN || e.statusCode() == NOT_IMPLEMENTED) {
                return 0;
            }
            throw e;
        }
    }

    private long abort(MultipartUpload upload) {
        try {
            long size = bucket
                    .client()
                    .listPartsPaginator(ListPartsRequest.builder()
                            .bucket(bucket.name())
                            .key(upload.key())
                            .uploadId(upload.uploadId())
                            .build())
                    .parts()
                    .stream()
                    .mapToLong(Part::size)
                    .sum();
            bucket.client()
                    .abortMultipartUpload(request ->
                            request.bucket(bucket.name()).key(upload.key()).uploadId(upload.uploadId()));
            return size;
        } catch (S3Exception e) {
            if (e.statusCode() == NOT_FOUND) {
                return 0; // Another sweep was faster.
            }
            throw e;
        }
    }
}
