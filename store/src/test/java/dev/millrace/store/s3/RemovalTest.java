package dev.millrace.store.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.contract.Digest;
import dev.millrace.store.Store;
import dev.millrace.store.StoreException.ContentMissing;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Removers and writers of one object, each stopped before each of its requests while the others do all of theirs: the writer has its content at the end.
 */
class RemovalTest {
    private static final Instant KEEP_SINCE = AgeingObjects.OLD.plus(Duration.ofDays(1));
    private static final Patience SOON =
            new Patience(Duration.ofSeconds(30), 6, Duration.ofMillis(2), Duration.ofMillis(20));
    private static final Uploads.Sizes ONE_PIECE = Uploads.Sizes.USUAL;
    /** So that all content goes in parts, of which S3 takes a last one of any size. */
    private static final Uploads.Sizes PARTS = new Uploads.Sizes(1, 5 << 20);

    private static final String DOCUMENT = "runs/step/report.json";

    private static S3Server server;
    private static int buckets;

    @BeforeAll
    static void start() {
        server = S3Server.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static Store store(String bucket, Uploads.Sizes sizes, Consumer<SdkHttpRequest> before) {
        S3Connection connection =
                new S3Connection(server.endpoint(), S3Connection.DEFAULT_REGION, true, S3Server.KEYS, SOON);
        SdkHttpClient.Builder<?> http = new WatchedRequests(connection.http(), before);
        return S3Store.open(URI.create("s3://" + bucket + "/team"), connection, sizes, http);
    }

    private static Store store(String bucket) {
        return store(bucket, ONE_PIECE, request -> {});
    }

    /** Who relies on an object from then on. */
    private enum Writer {
        PUTS(Integer.MAX_VALUE),
        PUTS_A_DOCUMENT(Integer.MAX_VALUE),
        /** Of these only the first step is another one, so that one remover is enough: the second comes before or after all. */
        PUTS_IN_PARTS(1),
        RENEWS(1);

        private final int stops;

        /** @param stops most points at which one of two removers is stopped for the other */
        Writer(int stops) {
            this.stops = stops;
        }

        void write(String bucket, byte[] content, Consumer<SdkHttpRequest> before) {
            Store store = store(bucket, this == PUTS_IN_PARTS ? PARTS : ONE_PIECE, before);
            switch (this) {
                case PUTS, PUTS_IN_PARTS -> store.put(content);
                case PUTS_A_DOCUMENT -> store.putDocument(DOCUMENT, content);
                case RENEWS -> {
                    try {
                        store.renew(Digest.of(content));
                    } catch (ContentMissing e) {
                        store.put(content);
                    }
                }
            }
        }

        OptionalLong remove(Store store, byte[] content) {
            return this == PUTS_A_DOCUMENT
                    ? store.sweep(KEEP_SINCE).remove(DOCUMENT)
                    : store.sweep(KEEP_SINCE)
                            .remove(List.of(Digest.of(content)))
                            .get(0);
        }

        void requireContent(String bucket, byte[] content, String when) {
            byte[] found = this == PUTS_A_DOCUMENT
                    ? store(bucket).document(DOCUMENT).orElse(new byte[0])
                    : existing(bucket, content);
            assertThat(found).as("%s %s", this, when).isEqualTo(content);
        }

        private static byte[] existing(String bucket, byte[] content) {
            try {
                return store(bucket).read(Digest.of(content));
            } catch (ContentMissing e) {
                return new byte[0];
            }
        }
    }

    /** Does something before a client's n-th request. */
    private static final class Stop implements Consumer<SdkHttpRequest> {
        private final AtomicInteger left;
        private final Runnable meanwhile;

        Stop(int n, Runnable meanwhile) {
            this.left = new AtomicInteger(n);
            this.meanwhile = meanwhile;
        }

        @Override
        public void accept(SdkHttpRequest request) {
            if (left.getAndDecrement() == 0) {
                meanwhile.run();
            }
        }

        boolean reached() {
            return left.get() < 0;
        }
    }

    /** A writer that works until it is done, or has to wait for others. */
    private static final class Working {
        private final CompletableFuture<Void> waiting = new CompletableFuture<>();
        private final AtomicInteger looks = new AtomicInteger();
        private CompletableFuture<Void> done = new CompletableFuture<>();

        void begin(Writer writer, String bucket, byte[] content) {
            done = CompletableFuture.runAsync(() -> writer.write(bucket, content, this::watch));
            CompletableFuture.anyOf(done, waiting).join();
        }

        /** The second look for marks is that of one who waits. */
        private void watch(SdkHttpRequest request) {
            boolean look = request.rawQueryParameters().getOrDefault("prefix", List.of()).stream()
                    .anyMatch(prefix -> prefix.contains("condemned/"));
            if (!look) {
                looks.set(0);
            } else if (looks.incrementAndGet() == 2) {
                waiting.complete(null);
            }
        }

        void end() {
            done.join();
        }
    }

    private static String newBucket() {
        String bucket = "bucket-" + ++buckets;
        server.createBucket(bucket);
        return bucket;
    }

    private static byte[] garbage(Writer writer, String bucket, boolean renewed) {
        byte[] content = "rows".getBytes(UTF_8);
        writer.write(bucket, content, request -> {});
        if (renewed) {
            writer.write(bucket, content, request -> {});
        }
        server.age(bucket);
        return content;
    }

    @ParameterizedTest
    @EnumSource
    void aWriterBetweenAnyTwoRequestsOfTwoRemovers(Writer writer) {
        boolean first = true;
        for (int i = 0; first && i < writer.stops; i++) {
            boolean second = true;
            for (int j = 0; second; j++) {
                String bucket = newBucket();
                byte[] content = garbage(writer, bucket, i % 2 == 0);
                Working working = new Working();
                Stop inner = new Stop(j, () -> working.begin(writer, bucket, content));
                Stop outer = new Stop(i, () -> writer.remove(store(bucket, ONE_PIECE, inner), content));

                writer.remove(store(bucket, ONE_PIECE, outer), content);
                first = outer.reached();
                second = inner.reached();
                if (!second) {
                    break;
                }
                working.end();
                writer.requireContent(
                        bucket, content, "before request " + j + " of one in request " + i + " of another");
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void twoRemoversBetweenAnyTwoRequestsOfAWriter(Writer writer) {
        boolean first = true;
        for (int i = 0; first; i++) {
            boolean second = true;
            for (int j = 0; second && j < writer.stops; j++) {
                String bucket = newBucket();
                byte[] content = garbage(writer, bucket, j % 2 == 0);
                Stop inner = new Stop(j, () -> writer.remove(store(bucket), content));
                Stop outer = new Stop(i, () -> writer.remove(store(bucket, ONE_PIECE, inner), content));

                writer.write(bucket, content, outer);

                first = outer.reached();
                second = first && inner.reached();
                writer.requireContent(bucket, content, "in whose request " + i + " it was removed");
            }
        }
    }

    @Test
    void aRemoverThatWasKilledBeforeAnyOfItsRequestsKeepsNobodyWaitingForever() {
        boolean reached = true;
        for (int i = 0; reached; i++) {
            String bucket = newBucket();
            byte[] content = garbage(Writer.PUTS, bucket, true);
            Stop killed = new Stop(i, () -> {});
            try {
                Writer.PUTS.remove(
                        store(bucket, ONE_PIECE, request -> {
                            killed.accept(request);
                            if (killed.reached()) {
                                throw new IllegalStateException("killed");
                            }
                        }),
                        content);
            } catch (IllegalStateException e) {
                assertThat(e).hasMessage("killed");
            }
            reached = killed.reached();
            server.age(bucket);

            Writer.PUTS.write(bucket, content, request -> {});
            Writer.PUTS.requireContent(bucket, content, "after a remover was killed before its request " + i);
            store(bucket).sweep(KEEP_SINCE).removeAbandoned();

            assertThat(server.keys(bucket).stream().filter(key -> key.contains("condemned/") && !key.endsWith("/")))
                    .isEmpty();
        }
    }

    @Test
    void theServerRefusesADeletionThatComesTooLate() {
        server.createBucket("late");
        Bucket bucket = new Bucket(server.connection(), "late", Optional.empty());
        server.put("late", "late/object", new byte[] {1});
        Instant now = Listing.of(bucket, "late/").asked();

        SignedDeletion late = SignedDeletion.of(
                bucket,
                "late/object",
                new SignedDeletion.Validity(now.minus(Condemned.SIGNED).minusSeconds(1), Condemned.SIGNED));
        assertThatThrownBy(() -> late.send(bucket.http())).isInstanceOf(S3Exception.class);
        assertThat(server.keys("late")).contains("late/object");

        SignedDeletion.of(bucket, "late/object", new SignedDeletion.Validity(now, Condemned.SIGNED))
                .send(bucket.http());
        assertThat(server.keys("late")).doesNotContain("late/object");
    }

    @Test
    void keepsWhatIsYoungAndFreesTheRest() {
        server.createBucket("sweep");
        Store store = store("sweep");
        Digest old = store.put("old".getBytes(UTF_8)).digest();
        Digest renewed = store.put("renewed".getBytes(UTF_8)).digest();
        server.age("sweep");
        store.renew(renewed);
        Digest young = store.put("young".getBytes(UTF_8)).digest();

        assertThat(store.sweep(KEEP_SINCE).remove(Arrays.asList(old, renewed, young, Digest.of("none"))))
                .containsExactly(OptionalLong.of(3), OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty());
        assertThat(server.keys("sweep").stream().filter(key -> !key.endsWith("/")))
                .hasSize(3);
    }
}
