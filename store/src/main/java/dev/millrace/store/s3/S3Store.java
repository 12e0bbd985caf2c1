package dev.millrace.store.s3;

import dev.millrace.contract.Digest;
import dev.millrace.store.Documents;
import dev.millrace.store.Store;
import dev.millrace.store.StoreException.ContentCorrupted;
import dev.millrace.store.StoreException.ContentMissing;
import dev.millrace.store.StoreException.StoreUnavailable;
import dev.millrace.store.Sweep;
import dev.millrace.store.s3.Uploads.Target;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * A store under a prefix of a bucket: {@code blobs/sha256/ab/<hex>}, and documents at their keys, as on a volume.
 *
 * <p>An object appears whole or not at all. A blob is written on the condition that there is none, so that of several writers one adds it;
 * a server that knows no conditions takes it twice, with the same content. A blob bears its digest as metadata, written with its bytes,
 * which S3 checks on arrival: by that it is known again without being read. Who reads checks the bytes themselves.
 */
public final class S3Store implements Store {
    private static final Pattern URI_FORM =
            Pattern.compile("s3://([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])((?:/[A-Za-z0-9][A-Za-z0-9._-]*)*)/?");
    private static final String DIGEST = "sha256";
    /** That another one writes it, that it is there, or that an upload was completed: by a try before, perhaps, whose answer was lost. */
    private static final Set<Integer> TOLD_AGAIN = Set.of(409, 412, 404);

    private static final int NOT_IMPLEMENTED = 501;

    private final String prefix;
    private final Access access;
    private final Bucket bucket;
    private final Uploads uploads;
    private final Condemned condemned;
    private volatile boolean conditional = true;

    private S3Store(Access access, Bucket bucket, String prefix, Uploads.Sizes sizes) {
        this.access = access;
        this.prefix = prefix;
        this.bucket = bucket;
        this.uploads = new Uploads(bucket::client, bucket.name(), sizes);
        this.condemned = new Condemned(bucket, prefix);
    }

    /**
     * Opens a store; the server is not asked yet.
     *
     * @throws IllegalArgumentException if the URI is not of the form {@code s3://bucket/prefix}
     */
    public static Store open(URI uri, S3Connection connection) {
        return open(uri, connection, Uploads.Sizes.USUAL);
    }

    /**
     * Opens a store of which little is read, and at once: as long as all goes well, without the SDK's client.
     *
     * @throws IllegalArgumentException if the URI is not of the form {@code s3://bucket/prefix}
     */
    public static Store openForReading(URI uri, S3Connection connection) {
        return open(
                uri,
                connection,
                name -> new Bucket(connection, name, PlainReads.of(connection, name, System.getenv())),
                Uploads.Sizes.USUAL);
    }

    static Store open(URI uri, S3Connection connection, Uploads.Sizes sizes) {
        return open(uri, connection, name -> new Bucket(connection, name, Optional.empty()), sizes);
    }

    /** A store that is asked by a certain client of HTTP. */
    static Store open(URI uri, S3Connection connection, Uploads.Sizes sizes, SdkHttpClient.Builder<?> http) {
        return open(uri, connection, name -> new Bucket(connection, name, http), sizes);
    }

    private static Store open(URI uri, S3Connection connection, Function<String, Bucket> bucket, Uploads.Sizes sizes) {
        Matcher form = URI_FORM.matcher(uri.toString());
        if (!form.matches()) {
            throw new IllegalArgumentException(
                    "the store's URI is \"" + uri + "\", but must be of the form s3://bucket/prefix");
        }
        String path = form.group(2);
        return new S3Store(
                new Access(uri, connection, form.group(1)),
                bucket.apply(form.group(1)),
                path.isEmpty() ? "" : path.substring(1) + "/",
                sizes);
    }

    @Override
    public Stored put(byte[] content) {
        return put(Digest.of(content), new Body.Bytes(content));
    }

    @Override
    public Stored put(Path file) {
        try {
            Body body = Body.Content.of(file);
            return put(body.digest(), body);
        } catch (IOException e) {
            throw new StoreUnavailable(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private Stored put(Digest digest, Body body) {
        return access.writing(() -> new Stored(digest, body.size(), add(digest, body)));
    }

    /** Whether this added the blob. It ends when no sweep that goes on takes the blob away any more. */
    private boolean add(Digest digest, Body body) throws IOException {
        String key = key(digest);
        for (boolean conflict = false; ; ) {
            Optional<HeadObjectResponse> head = bucket.head(key);
            boolean found = isWhole(head, digest, body);
            if (!found) {
                bucket.require();
                Target target =
                        new Target(key, Map.of(DIGEST, digest.hex()), head.isEmpty() && conditional && !conflict);
                if (!isWritten(target, body)) {
                    conflict = true;
                    continue;
                }
            }
            boolean renewed = found || uploads.inParts(body);
            if (renewed) {
                condemned.renew(key);
            }
            if (condemned.spares(key, renewed)) {
                return !found;
            }
        }
    }

    /** Whether this wrote an object; else somebody did, or a server that knows no conditions is not asked for them again. */
    private boolean isWritten(Target target, Body body) throws IOException {
        try {
            uploads.write(target, body);
            return true;
        } catch (S3Exception e) {
            if (!target.ifAbsent()) {
                throw e;
            }
            if (e.statusCode() == NOT_IMPLEMENTED) {
                conditional = false;
            } else if (!TOLD_AGAIN.contains(e.statusCode())) {
                throw e;
            }
            return false;
        }
    }

    private boolean isWhole(Optional<HeadObjectResponse> head, Digest digest, Body body) {
        return head.filter(found -> found.contentLength() == body.size())
                .filter(found -> digest.hex().equals(found.metadata().get(DIGEST)) || hasContent(digest))
                .isPresent();
    }

    private boolean hasContent(Digest digest) {
        MessageDigest hash = Digest.sha256();
        bucket.read(Bucket.Part.whole(key(digest)), (bytes, length) -> hash.update(bytes, 0, length));
        return Digest.ofHash(hash.digest()).equals(digest);
    }

    @Override
    public void renew(Digest blob) {
        String key = key(blob);
        access.writing(() -> {
            do {
                if (bucket.head(key).isEmpty()) {
                    throw ContentMissing.blob(blob, at(key));
                }
                condemned.renew(key);
            } while (!condemned.spares(key, true));
            return blob;
        });
    }

    @Override
    public Sweep sweep(Instant keepSince) {
        return new S3Sweep(access, bucket, prefix, keepSince);
    }

    @Override
    public byte[] read(Digest blob) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        copy(blob, content);
        return content.toByteArray();
    }

    @Override
    public Path fetch(Digest blob, Path scratch) {
        Path file = scratch.resolve(blob.hex());
        try {
            if (Files.exists(file) && Body.Content.of(file).digest().equals(blob)) {
                return file;
            }
            Path part = Files.createTempFile(scratch, "fetch-", ".part");
            try {
                try (OutputStream out = Files.newOutputStream(part)) {
                    copy(blob, out);
                }
                return Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(part);
            }
        } catch (IOException e) {
            throw Access.notCopied("a copy in " + scratch, e);
        }
    }

    @Override
    public long verify(Digest blob) {
        return copy(blob, OutputStream.nullOutputStream());
    }

    /** Copies a blob and checks it on the way. */
    private long copy(Digest blob, OutputStream out) {
        MessageDigest hash = Digest.sha256();
        long size = access.reading(blob.toString(), () -> {
            try {
                return bucket.read(Bucket.Part.whole(key(blob)), (bytes, length) -> {
                    hash.update(bytes, 0, length);
                    out.write(bytes, 0, length);
                });
            } catch (NoSuchKeyException e) {
                throw ContentMissing.blob(blob, at(key(blob)));
            }
        });
        Digest found = Digest.ofHash(hash.digest());
        if (!found.equals(blob)) {
            throw ContentCorrupted.blob(blob, found, at(key(blob)));
        }
        return size;
    }

    @Override
    public Optional<byte[]> document(String key) {
        String place = prefix + Documents.checked(key);
        return access.reading(key, () -> {
            ByteArrayOutputStream content = new ByteArrayOutputStream();
            try {
                bucket.read(Bucket.Part.whole(place), (bytes, length) -> content.write(bytes, 0, length));
                return Optional.of(content.toByteArray());
            } catch (NoSuchKeyException e) {
                return Optional.empty();
            }
        });
    }

    @Override
    public void putDocument(String key, byte[] content) {
        String place = prefix + Documents.checked(key);
        access.writing(() -> {
            do {
                uploads.write(new Target(place, Map.of(), false), new Body.Bytes(content));
            } while (!condemned.spares(place, false));
            return place;
        });
    }

    @Override
    public void deleteDocument(String key) {
        String place = prefix + Documents.checked(key);
        access.writing(() -> bucket.client()
                .deleteObject(request -> request.bucket(bucket.name()).key(place)));
    }

    @Override
    public String location(String key) {
        return at(prefix + Documents.checked(key));
    }

    private String at(String key) {
        return "s3://" + bucket.name() + "/" + key;
    }

    private String key(Digest blob) {
        return prefix + Documents.blob(blob);
    }
}
