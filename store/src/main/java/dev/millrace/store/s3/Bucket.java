package dev.millrace.store.s3;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.utils.AttributeMap;

/**
 * A bucket's objects. Requests are repeated by the client, with growing pauses; a body that breaks off is gone on with here, where it broke
 * off.
 *
 * <p>All methods throw {@link software.amazon.awssdk.core.exception.SdkException}s, for which {@link S3Problem} has words.
 */
public final class Bucket {
    private static final int BUFFER = 1 << 18;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;

    private final S3Connection connection;
    private final Supplier<SdkHttpClient.Builder<?>> http;
    private final Optional<PlainReads> plain;
    private final String name;
    private final Patience patience;
    private @Nullable S3Client client;
    private volatile boolean seen;

    /** @param plain what is asked first of all reads; empty: the client is */
    Bucket(S3Connection connection, String name, Optional<PlainReads> plain) {
        this(connection, name, connection::http, plain);
    }

    /** A bucket that is asked by a certain client of HTTP. */
    public Bucket(S3Connection connection, String name, SdkHttpClient.Builder<?> http) {
        this(connection, name, () -> http, Optional.empty());
    }

    private Bucket(
            S3Connection connection, String name, Supplier<SdkHttpClient.Builder<?>> http, Optional<PlainReads> plain) {
        this.connection = connection;
        this.http = http;
        this.plain = plain;
        this.name = name;
        this.patience = connection.patience();
    }

    /** The SDK's client, made when it is first asked for: its classes take a second. */
    synchronized S3Client client() {
        S3Client made = client == null ? connection.client(http.get()) : client;
        client = made;
        return made;
    }

    /** For requests that the client does not sign. */
    SdkHttpClient http() {
        return http.get().buildWithDefaults(AttributeMap.empty());
    }

    public String name() {
        return name;
    }

    /**
     * An object as it stands in a listing.
     *
     * @param eTag another one after any change of its content
     */
    public record Entry(String key, long size, String eTag) {}

    /**
     * Part of an object.
     *
     * @param eTag that it must have; null: any
     * @param end exclusive
     */
    public record Part(String key, @Nullable String eTag, long start, long end) {
        /** An object to its end. */
        static Part whole(String key) {
            return new Part(key, null, 0, Long.MAX_VALUE);
        }
    }

    /** Takes what is read. */
    @FunctionalInterface
    public interface Sink {
        void write(byte[] buffer, int length) throws IOException;
    }

    /** The objects whose keys begin so, in the order of their keys' bytes, asked for as they are taken. */
    public Stream<Entry> list(String prefix) {
        return objects(prefix).map(object -> new Entry(object.key(), object.size(), object.eTag()));
    }

    /** The same, as the server tells of them. */
    Stream<S3Object> objects(String prefix) {
        return client()
                .listObjectsV2Paginator(ListObjectsV2Request.builder()
                        .bucket(name)
                        .prefix(prefix)
                        .build())
                .contents()
                .stream();
    }

    /**
     * Looks once whether the bucket is there, for an answer to an upload that comes before all was sent may be lost with its connection. Whom
     * its policy does not let look is let on.
     *
     * @throws NoSuchBucketException if it is not
     */
    void require() {
        if (seen) {
            return;
        }
        try {
            client().headBucket(request -> request.bucket(name));
        } catch (S3Exception e) {
            if (e.statusCode() == NOT_FOUND) {
                throw NoSuchBucketException.builder()
                        .statusCode(NOT_FOUND)
                        .awsErrorDetails(AwsErrorDetails.builder()
                                .errorCode("NoSuchBucket")
                                .build())
                        .build();
            }
            if (e.statusCode() != FORBIDDEN) {
                throw e;
            }
        }
        seen = true;
    }

    /** An object's size, tag and metadata. */
    Optional<HeadObjectResponse> head(String key) {
        try {
            return Optional.of(
                    client().headObject(request -> request.bucket(name).key(key)));
        } catch (NoSuchKeyException e) {
            return Optional.empty();
        } catch (S3Exception e) {
            if (e.statusCode() == NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /**
     * Reads an object from its beginning to its end, or a part of it.
     *
     * @param sink whose own failures end the reading
     * @return the bytes read
     * @throws NoSuchKeyException if there is no such object
     * @throws S3Exception with status 412 if it has another tag, or got one while it was read
     */
    public long read(Part part, Sink sink) {
        long position = part.start();
        String eTag = part.eTag();
        for (int failures = 0; position < part.end(); ) {
            long before = position;
            Reading reading = new Reading(part, eTag, position, sink);
            @Nullable IOException broken = reading.run();
            position = reading.position;
            eTag = reading.eTag;
            if (broken == null) {
                return position - part.start();
            }
            failures = position > before ? 1 : failures + 1;
            if (failures >= patience.tries()) {
                throw SdkClientException.create("the connection broke off again and again", broken);
            }
            pause(failures);
        }
        return position - part.start();
    }

    /** Longer with each failure. */
    void pause(int failures) {
        try {
            Thread.sleep(patience.backoff().computeDelay(failures).toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw SdkClientException.create("interrupted", e);
        }
    }

    /** One connection's share of a reading. */
    private final class Reading {
        private final Part part;
        private final Sink sink;
        private long position;
        private @Nullable String eTag;

        private Reading(Part part, @Nullable String eTag, long position, Sink sink) {
            this.part = part;
            this.eTag = eTag;
            this.position = position;
            this.sink = sink;
        }

        /** How the connection broke; null: it did not. */
        @Nullable
        IOException run() {
            try (Answer answer = answer()) {
                eTag = answer.eTag();
                try {
                    copy(answer);
                    return null;
                } catch (IOException e) {
                    answer.cut().run();
                    return e;
                }
            } catch (IOException e) {
                return e;
            }
        }

        private Answer answer() {
            return plain.flatMap(reads -> reads.get(part.key(), headers())).orElseGet(this::answerOfClient);
        }

        private Answer answerOfClient() {
            ResponseInputStream<GetObjectResponse> in = client().getObject(request ->
                    request.bucket(name).key(part.key()).ifMatch(eTag).range(range().orElse(null)));
            return new Answer(in, in.response().eTag(), in.response().contentLength(), in::abort);
        }

        private Map<String, String> headers() {
            Map<String, String> headers = new HashMap<>();
            range().ifPresent(range -> headers.put("Range", range));
            if (eTag != null) {
                headers.put("If-Match", eTag);
            }
            return headers;
        }

        private Optional<String> range() {
            return position == 0 && part.end() == Long.MAX_VALUE
                    ? Optional.empty()
                    : Optional.of("bytes=" + position + "-" + (part.end() == Long.MAX_VALUE ? "" : part.end() - 1));
        }

        /** The JDK's client takes a body that ends too early for a whole one: what came is counted. */
        private void copy(Answer answer) throws IOException {
            byte[] buffer = new byte[BUFFER];
            long left = answer.length();
            while (left > 0) {
                int n = answer.body().read(buffer, 0, (int) Math.min(buffer.length, left));
                if (n < 0) {
                    throw new EOFException("the connection ended " + left + " bytes too early");
                }
                try {
                    sink.write(buffer, n);
                } catch (IOException e) {
                    answer.cut().run();
                    throw new UncheckedIOException(e);
                }
                position += n;
                left -= n;
            }
        }
    }
}
