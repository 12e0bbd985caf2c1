package dev.millrace.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.contract.Digest;
import dev.millrace.store.Store.Stored;
import dev.millrace.store.StoreException.ContentCorrupted;
import dev.millrace.store.StoreException.ContentMissing;
import dev.millrace.store.s3.S3Server;
import dev.millrace.store.s3.S3Store;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every store keeps to. */
class StoreContractTest {
    private static final byte[] CONTENT = "rows".getBytes(UTF_8);
    private static final Digest DIGEST = Digest.of(CONTENT);
    private static final String BLOB = "blobs/sha256/" + DIGEST.hex().substring(0, 2) + "/" + DIGEST.hex();

    private static S3Server server;
    private static int buckets;

    @TempDir
    Path folder;

    @BeforeAll
    static void startServer() {
        server = S3Server.start();
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    /** The kinds of store. */
    private enum Kind {
        VOLUME,
        S3
    }

    /** A fresh store, and the way around it. */
    private interface Place {
        Store open();

        String uri();

        void overwrite(String key, byte[] content) throws IOException;

        List<String> keys() throws IOException;
    }

    private Place place(Kind kind) throws IOException {
        return switch (kind) {
            case VOLUME -> new Volume(Files.createDirectories(folder.resolve("store")));
            case S3 -> {
                String bucket = "bucket-" + ++buckets;
                server.createBucket(bucket);
                yield new Bucket(bucket);
            }
        };
    }

    private record Volume(Path root) implements Place {
        @Override
        public String uri() {
            return "file://" + root;
        }

        @Override
        public Store open() {
            return Store.open(URI.create(uri()));
        }

        @Override
        public void overwrite(String key, byte[] content) throws IOException {
            Files.write(root.resolve(key), content);
        }

        @Override
        public List<String> keys() throws IOException {
            try (Stream<Path> walk = Files.walk(root)) {
                return walk.filter(Files::isRegularFile)
                        .map(file -> root.relativize(file).toString())
                        .toList();
            }
        }
    }

    private record Bucket(String name) implements Place {
        @Override
        public String uri() {
            return "s3://" + name + "/team/a";
        }

        @Override
        public Store open() {
            return S3Store.open(URI.create(uri()), server.connection());
        }

        @Override
        public void overwrite(String key, byte[] content) {
            server.put(name, "team/a/" + key, content);
        }

        @Override
        public List<String> keys() {
            List<String> keys = new ArrayList<>();
            server.keys(name).stream()
                    .filter(key -> key.startsWith("team/a/") && !key.endsWith("/") && !key.endsWith(".renewed"))
                    .forEach(key -> keys.add(key.substring("team/a/".length())));
            return keys;
        }
    }

    private Path scratch() throws IOException {
        return Files.createDirectories(folder.resolve("scratch"));
    }

    @ParameterizedTest
    @EnumSource
    void storesABlobUnderItsDigest(Kind kind) throws IOException {
        Place place = place(kind);
        Store store = place.open();

        Stored stored = store.put(CONTENT);

        assertThat(stored).isEqualTo(new Stored(DIGEST, 4, true));
        assertThat(place.keys()).containsExactly(BLOB);
        assertThat(store.read(DIGEST)).isEqualTo(CONTENT);
        assertThat(store.verify(DIGEST)).isEqualTo(4);
        assertThat(store.fetch(DIGEST, scratch())).hasBinaryContent(CONTENT);
        assertThat(store.fetch(DIGEST, scratch())).hasBinaryContent(CONTENT);
    }

    @ParameterizedTest
    @EnumSource
    void tellsWhetherBytesWereNew(Kind kind) throws IOException {
        Store store = place(kind).open();
        Path file = Files.write(folder.resolve("source.parquet"), CONTENT);

        assertThat(store.put(file)).isEqualTo(new Stored(DIGEST, 4, true));
        assertThat(store.put(file)).isEqualTo(new Stored(DIGEST, 4, false));
        assertThat(store.put(CONTENT)).isEqualTo(new Stored(DIGEST, 4, false));
        assertThat(file).exists();
    }

    @ParameterizedTest
    @EnumSource
    void keepsAnEmptyBlob(Kind kind) throws IOException {
        Store store = place(kind).open();

        Stored stored = store.put(new byte[0]);

        assertThat(store.read(stored.digest())).isEmpty();
        assertThat(store.fetch(stored.digest(), scratch())).isEmptyFile();
    }

    @ParameterizedTest
    @EnumSource
    void namesAMissingBlob(Kind kind) throws IOException {
        Place place = place(kind);
        Store store = place.open();

        String message = "blob " + DIGEST + " is missing from the store (" + place.uri() + "/" + BLOB
                + "): restore it, or make it anew by repeating the step that wrote it";
        assertUnreadable(store, ContentMissing.class, message);
    }

    @ParameterizedTest
    @EnumSource
    void refusesACorruptedBlobByEveryWayOfReading(Kind kind) throws IOException {
        Place place = place(kind);
        Store store = place.open();
        store.put(CONTENT);
        place.overwrite(BLOB, "r0ws".getBytes(UTF_8));

        String message =
                "blob " + DIGEST + " is corrupted (" + place.uri() + "/" + BLOB + "): its bytes have the digest "
                        + Digest.of("r0ws") + "; restore it, or make it anew by repeating the step that wrote it";
        assertUnreadable(store, ContentCorrupted.class, message);
    }

    /** By every way of reading. */
    private void assertUnreadable(Store store, Class<? extends StoreException> type, String message)
            throws IOException {
        assertThatThrownBy(() -> store.read(DIGEST)).isInstanceOf(type).hasMessage(message);
        assertThatThrownBy(() -> store.fetch(DIGEST, scratch())).hasMessage(message);
        assertThatThrownBy(() -> store.verify(DIGEST)).hasMessage(message);
        assertThat(scratch()).isEmptyDirectory();
    }

    @ParameterizedTest
    @EnumSource
    void putRepairsACorruptedBlob(Kind kind) throws IOException {
        Place place = place(kind);
        Store store = place.open();
        for (String damage : List.of("", "r0ws")) {
            store.put(CONTENT);
            place.overwrite(BLOB, damage.getBytes(UTF_8));

            assertThat(store.put(CONTENT).isNew()).isTrue();
            assertThat(store.read(DIGEST)).isEqualTo(CONTENT);
        }
    }

    @ParameterizedTest
    @EnumSource
    void knowsABlobThatWasBroughtBackByHand(Kind kind) throws IOException {
        Place place = place(kind);
        Store store = place.open();
        store.put(CONTENT);
        place.overwrite(BLOB, CONTENT);

        assertThat(store.put(CONTENT).isNew()).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void replacesDocumentsWhole(Kind kind) throws IOException {
        Place place = place(kind);
        Store store = place.open();
        String key = Documents.report(DIGEST);
        assertThat(store.document(key)).isEmpty();

        store.putDocument(key, "{}".getBytes(UTF_8));
        store.putDocument(key, CONTENT);

        assertThat(store.document(key)).hasValue(CONTENT);
        assertThat(store.location(key)).isEqualTo(place.uri() + "/runs/" + DIGEST.hex() + "/report.json");
        store.deleteDocument(key);
        store.deleteDocument(key);
        assertThat(store.document(key)).isEmpty();
        assertThat(place.keys()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void keysCannotLeadOutOfTheStore(Kind kind) throws IOException {
        Store store = place(kind).open();
        for (String key : List.of("../x", "/etc/passwd", "runs/../../x", "", ".hidden", "runs//x")) {
            assertThatThrownBy(() -> store.document(key))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("not a document's key: " + key);
        }
    }

    @ParameterizedTest
    @EnumSource
    void manyWritersOfTheSameContentAgree(Kind kind) throws Exception {
        Place place = place(kind);
        ExecutorService pool = Executors.newFixedThreadPool(8);
        try {
            Callable<Stored> put = () -> place.open().put(CONTENT);
            for (Future<Stored> stored :
                    pool.invokeAll(IntStream.range(0, 24).mapToObj(i -> put).toList())) {
                assertThat(stored.get().digest()).isEqualTo(DIGEST);
            }
        } finally {
            pool.shutdownNow();
        }
        assertThat(place.keys()).containsExactly(BLOB);
        assertThat(place.open().read(DIGEST)).isEqualTo(CONTENT);
    }

    @Test
    void saysWhichUrisThereAre() {
        for (String uri : List.of("gs://bucket/x", "/store")) {
            assertThatThrownBy(() -> Store.open(URI.create(uri)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("the store's URI is \"" + uri
                            + "\", but must be of the form file:///path or s3://bucket/prefix");
        }
        assertThatThrownBy(() -> Store.open(URI.create("file://store")))
                .hasMessage("the store's URI is \"file://store\", but must be of the form file:///path");
        for (String uri : List.of("s3://B/x", "s3://bucket/a/../b", "s3://user:secret@bucket/x", "s3:///x")) {
            assertThatThrownBy(() -> Store.open(URI.create(uri)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageEndingWith("must be of the form s3://bucket/prefix");
        }
    }
}
