package dev.millrace.store.s3;

import dev.millrace.contract.Digest;
import dev.millrace.store.Documents;
import dev.millrace.store.Store;
import dev.millrace.store.StoreException.ContentCorrupted;
import dev.millrace.store.StoreException.ContentMissing;
import dev.millrace.store.StoreException.StoreMissing;
import dev.millrace.store.StoreException.StoreUnavailable;
import dev.millrace.store.Sweep;
import dev.millrace.store.s3.Uploads.Target;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.exception.SdkException;
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

    private final URI uri;
    private final String prefix;
    private final S3Connection connection;
    private final Bucket bucket;
    private final Uploads uploads;
    private volatile boolean conditional = true;

    private S3Store(URI uri, String prefix, S3Connection connection, Bucket bucket, Uploads.Sizes sizes) {
        this.uri = uri;
        this.prefix = prefix;
        this.connection = connection;
        this.bucket = bucket;
        this.uploads = new Uploads(bucket::client, bucket.name(), sizes);
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

    private static Store open(URI uri, S3Connection connection, Function<String, Bucket> bucket, Uploads.Sizes sizes) {
        Matcher form = URI_FORM.matcher(uri.toString());
        if (!form.matches()) {
            throw new IllegalArgumentException(
                    "the store's URI is \"" + uri + "\", but must be of the form s3://bucket/prefix");
        }
        String path = form.group(2);
        return new S3Store(
                uri, path.isEmpty() ? "" : path.substring(1) + "/", connection, bucket.apply(form.group(1)), sizes);
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
        return writing(() -> new Stored(digest, body.size(), add(digest, body)));
    }

    /** Whether this added the blob. */
    private boolean add(Digest digest, Body body) throws IOException {
        String key = key(digest);
        Map<String, String> metadata = Map.of(DIGEST, digest.hex());
        Optional<HeadObjectResponse> head = bucket.head(key);
        if (isWhole(head, digest, body)) {
            return false;
        }
        bucket.require();
        if (head.isEmpty() && conditional) {
            try {
                uploads.write(new Target(key, metadata, true), body);
                return true;
            } catch (S3Exception e) {
                if (e.statusCode() == NOT_IMPLEMENTED) {
                    conditional = false;
                } else if (!TOLD_AGAIN.contains(e.statusCode())) {
                    throw e;
                } else if (isWhole(bucket.head(key), digest, body)) {
                    return false;
                }
            }
        }
        uploads.write(new Target(key, metadata, false), body);
        return true;
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
        reading(blob.toString(), () -> bucket.head(key(blob))
                .orElseThrow(() -> ContentMissing.blob(blob, at(key(blob)))));
    }

    @Override
    public Sweep sweep(Instant keepSince) {
        throw new UnsupportedOperationException("the store " + uri + " is in S3, where nothing is collected yet");
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
            throw notWritten("a copy in " + scratch, e);
        }
    }

    @Override
    public long verify(Digest blob) {
        return copy(blob, OutputStream.nullOutputStream());
    }

    /** Copies a blob and checks it on the way. */
    private long copy(Digest blob, OutputStream out) {
        MessageDigest hash = Digest.sha256();
        long size = reading(blob.toString(), () -> {
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
        return reading(key, () -> {
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
        writing(() -> {
            uploads.write(new Target(place, Map.of(), false), new Body.Bytes(content));
            return place;
        });
    }

    @Override
    public void deleteDocument(String key) {
        String place = prefix + Documents.checked(key);
        writing(() -> bucket.client()
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
        return prefix + "blobs/sha256/" + blob.hex().substring(0, 2) + "/" + blob.hex();
    }

    private <T> T reading(String what, Access<T> access) {
        return access(what + " cannot be read from the store " + uri, access);
    }

    private <T> T writing(Access<T> access) {
        return access("the store " + uri + " cannot be written", access);
    }

    private <T> T access(String failed, Access<T> access) {
        try {
            return access.run();
        } catch (SdkException e) {
            S3Problem problem = S3Problem.of(e, connection, bucket.name());
            String sentence = failed + ": " + problem.sentence();
            throw switch (problem.kind()) {
                case NO_SUCH_BUCKET -> new StoreMissing(sentence, e);
                case NO_SUCH_KEY, DENIED, CHANGED, UNAVAILABLE -> new StoreUnavailable(sentence, e);
            };
        } catch (UncheckedIOException e) {
            throw notWritten("a copy", Objects.requireNonNull(e.getCause()));
        } catch (IOException e) {
            throw new StoreUnavailable(failed + ": " + e.getMessage(), e);
        }
    }

    private static StoreUnavailable notWritten(String what, IOException e) {
        return new StoreUnavailable(
                what + " of what is read from the store cannot be written: " + e.getMessage()
                        + " (is the scratch space large enough?)",
                e);
    }

    @FunctionalInterface
    private interface Access<T> {
        T run() throws IOException;
    }
}
