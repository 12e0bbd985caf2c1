package dev.millrace.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.contract.Digest;
import dev.millrace.store.Store.Stored;
import dev.millrace.store.StoreException.ContentCorrupted;
import dev.millrace.store.StoreException.ContentMissing;
import dev.millrace.store.StoreException.StoreMissing;
import dev.millrace.store.StoreException.StoreUnavailable;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VolumeStoreTest {
    private static final byte[] CONTENT = "rows".getBytes(UTF_8);
    private static final Digest DIGEST = Digest.of(CONTENT);

    @TempDir
    Path root;

    private Store store;

    @BeforeEach
    void open() {
        store = Store.open(URI.create("file://" + root));
    }

    private Path blobFile() {
        return root.resolve("blobs/sha256/" + DIGEST.hex().substring(0, 2) + "/" + DIGEST.hex());
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> walk = Files.walk(root)) {
            return walk.filter(Files::isRegularFile).toList();
        }
    }

    @Test
    void storesABlobUnderItsDigest() throws IOException {
        Stored stored = store.put(CONTENT);

        assertThat(stored).isEqualTo(new Stored(DIGEST, 4, true));
        assertThat(files()).containsExactly(blobFile());
        assertThat(store.read(DIGEST)).isEqualTo(CONTENT);
        assertThat(store.verify(DIGEST)).isEqualTo(4);
        assertThat(store.fetch(DIGEST, root)).hasBinaryContent(CONTENT);
    }

    @Test
    void tellsWhetherBytesWereNew() throws IOException {
        Path file = Files.write(root.resolve("source.parquet"), CONTENT);

        assertThat(store.put(file)).isEqualTo(new Stored(DIGEST, 4, true));
        assertThat(store.put(file)).isEqualTo(new Stored(DIGEST, 4, false));
        assertThat(store.put(CONTENT)).isEqualTo(new Stored(DIGEST, 4, false));
        assertThat(files()).containsExactlyInAnyOrder(file, blobFile());
    }

    @Test
    void namesAMissingBlob() {
        assertThatThrownBy(() -> store.read(DIGEST))
                .isInstanceOf(ContentMissing.class)
                .hasMessage("blob " + DIGEST + " is missing from the store (file://" + blobFile()
                        + "): restore it, or make it anew by repeating the step that wrote it");
        assertThatThrownBy(() -> store.fetch(DIGEST, root)).isInstanceOf(ContentMissing.class);
        assertThatThrownBy(() -> store.verify(DIGEST)).isInstanceOf(ContentMissing.class);
    }

    @Test
    void refusesACorruptedBlobByEveryWayOfReading() throws IOException {
        store.put(CONTENT);
        Files.writeString(blobFile(), "r0ws");

        String message = "blob " + DIGEST + " is corrupted (file://" + blobFile() + "): its bytes have the digest "
                + Digest.of("r0ws")
                + "; restore it, or make it anew by repeating the step that wrote it";
        assertThatThrownBy(() -> store.read(DIGEST))
                .isInstanceOf(ContentCorrupted.class)
                .hasMessage(message);
        assertThatThrownBy(() -> store.fetch(DIGEST, root)).hasMessage(message);
        assertThatThrownBy(() -> store.verify(DIGEST)).hasMessage(message);
    }

    @Test
    void putRepairsACorruptedBlob() throws IOException {
        store.put(CONTENT);
        Files.writeString(blobFile(), "");

        assertThat(store.put(CONTENT).isNew()).isTrue();
        assertThat(store.read(DIGEST)).isEqualTo(CONTENT);
    }

    @Test
    void replacesDocumentsWhole() throws IOException {
        String key = Documents.report(DIGEST);
        assertThat(store.document(key)).isEmpty();

        store.putDocument(key, "{}".getBytes(UTF_8));
        store.putDocument(key, CONTENT);

        assertThat(store.document(key)).hasValue(CONTENT);
        assertThat(store.location(key)).isEqualTo("file://" + root + "/runs/" + DIGEST.hex() + "/report.json");
        store.deleteDocument(key);
        store.deleteDocument(key);
        assertThat(store.document(key)).isEmpty();
        assertThat(files()).isEmpty();
    }

    @Test
    void keysCannotLeadOutOfTheStore() {
        for (String key : List.of("../x", "/etc/passwd", "runs/../../x", "", ".hidden", "runs//x")) {
            assertThatThrownBy(() -> store.document(key))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("not a document's key: " + key);
        }
    }

    @Test
    void leftoversOfKilledWritersDoNoHarmAndGoAfterADay() throws IOException {
        Path tmp = Files.createDirectories(root.resolve("tmp"));
        Path old = Files.writeString(tmp.resolve("old"), "half");
        Path fresh = Files.writeString(tmp.resolve("fresh"), "half");
        Files.setLastModifiedTime(old, FileTime.from(Instant.now().minusSeconds(90_000)));

        store.put(CONTENT);

        assertThat(files()).containsExactlyInAnyOrder(fresh, blobFile());
    }

    @Test
    void saysWhereAStoreIsMissing() {
        assertThatThrownBy(() -> Store.open(URI.create("file:///no/such/place")))
                .isInstanceOf(StoreMissing.class)
                .hasMessage("there is no store at file:///no/such/place: mount the namespace's store claim there");
    }

    @Test
    void saysWhichUrisItKnows() {
        for (String uri : List.of("s3://bucket/x", "/store", "file://store")) {
            assertThatThrownBy(() -> Store.open(URI.create(uri)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("the store's URI is \"" + uri + "\", but must be of the form file:///path");
        }
    }

    @Test
    void saysThatItCannotBeWritten() throws IOException {
        // A file in the place of the folder fails for every user, root too.
        Files.writeString(root.resolve("blobs"), "");

        assertThatThrownBy(() -> store.put(CONTENT))
                .isInstanceOf(StoreUnavailable.class)
                .hasMessageStartingWith("the store file://" + root + " cannot be written: ");
    }

    @Test
    void manyWritersOfTheSameContentAgree() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(8);
        try {
            Callable<Stored> put =
                    () -> Store.open(URI.create("file://" + root)).put(CONTENT);
            for (Future<Stored> stored :
                    pool.invokeAll(IntStream.range(0, 64).mapToObj(i -> put).toList())) {
                assertThat(stored.get().digest()).isEqualTo(DIGEST);
            }
        } finally {
            pool.shutdownNow();
        }
        assertThat(files()).containsExactly(blobFile());
        assertThat(store.read(DIGEST)).isEqualTo(CONTENT);
    }
}
