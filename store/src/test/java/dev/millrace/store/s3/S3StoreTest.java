package dev.millrace.store.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.contract.Digest;
import dev.millrace.store.Store;
import dev.millrace.store.StoreException.StoreMissing;
import dev.millrace.store.StoreException.StoreUnavailable;
import dev.millrace.store.s3.FaultyProxy.Fault;
import java.io.EOFException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.S3Client;

/** A store in a bucket, with all that the way to it can do. */
class S3StoreTest {
    private static final URI STORE = URI.create("s3://models/team");
    /** Parts as small as S3 lets them be. */
    private static final Uploads.Sizes SMALL = new Uploads.Sizes(5 << 20, 5 << 20);

    /** As often as usual, but at once. */
    private static final Patience IMPATIENT =
            new Patience(Duration.ofSeconds(1), Patience.USUAL.tries(), Duration.ofMillis(1), Duration.ofMillis(2));

    private static S3Server server;
    private static FaultyProxy proxy;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() throws IOException {
        server = S3Server.start();
        server.createBucket("models");
        proxy = new FaultyProxy(server.endpoint());
    }

    @AfterAll
    static void stop() throws IOException {
        proxy.close();
        server.close();
    }

    private static Store direct() {
        return S3Store.open(STORE, server.connection(), SMALL);
    }

    /** A store whose next connections have these faults: it has none open yet. */
    private static Store through(Fault... faults) throws IOException {
        proxy.close();
        proxy = new FaultyProxy(server.endpoint());
        proxy.next(faults);
        S3Connection impatient =
                new S3Connection(proxy.endpoint(), S3Connection.DEFAULT_REGION, true, S3Server.KEYS, IMPATIENT);
        return S3Store.open(STORE, impatient, SMALL);
    }

    private static byte[] bytes(int size, long seed) {
        byte[] bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    @Test
    void writesALargeFileInPartsAndReadsItBack() throws IOException {
        byte[] content = bytes((11 << 20) + 3, 1);
        Path file = Files.write(folder.resolve("large"), content);

        assertThat(direct().put(file).isNew()).isTrue();
        assertThat(direct().put(file).isNew()).isFalse();

        assertThat(direct().fetch(Digest.of(content), folder)).hasBinaryContent(content);
    }

    @Test
    void leavesNoPartsOfAnUploadThatFailed() throws IOException {
        server.createBucket("uploads");
        S3Client client = server.connection().client();
        Uploads uploads = new Uploads(() -> client, "uploads", SMALL);
        Uploads.Target target = new Uploads.Target("key", Map.of(), true);
        Path file = Files.write(folder.resolve("shrinking"), bytes(6 << 20, 2));
        String upload = client.createMultipartUpload(
                        request -> request.bucket("uploads").key("another"))
                .uploadId();
        assertThat(server.unfinishedUploads("uploads")).isEqualTo(1);

        assertThatThrownBy(() -> uploads.write(target, new Body.Content(file, 11 << 20)))
                .isInstanceOf(EOFException.class)
                .hasMessage("it became 4194304 bytes shorter while it was read");

        assertThat(server.unfinishedUploads("uploads")).isEqualTo(1);
        client.abortMultipartUpload(
                request -> request.bucket("uploads").key("another").uploadId(upload));
        assertThat(server.keys("uploads")).isEmpty();
    }

    @Test
    void goesOnWhereAConnectionBroke() throws IOException {
        byte[] content = bytes(3 << 20, 3);
        Digest digest = direct().put(content).digest();

        Store store = through(new Fault.Cut(1 << 20), new Fault.Cut(1 << 20), new Fault.Silent(100_000));

        assertThat(store.fetch(digest, folder)).hasBinaryContent(content);
        assertThat(proxy.spent()).isTrue();
    }

    @Test
    void waitsUntilABusyServerAnswers() throws IOException {
        Store store = through(new Fault.Busy(), new Fault.Busy());

        store.putDocument("runs/busy", "done".getBytes(UTF_8));

        assertThat(proxy.spent()).isTrue();
        assertThat(direct().document("runs/busy")).hasValue("done".getBytes(UTF_8));
    }

    @Test
    void writesAgainWhatNobodyAnswered() throws IOException {
        byte[] content = bytes(1 << 16, 4);

        Store store = through(new Fault.Lost(), new Fault.Cut(0));

        assertThat(store.put(content).digest()).isEqualTo(Digest.of(content));
        assertThat(proxy.spent()).isTrue();
        assertThat(direct().read(Digest.of(content))).isEqualTo(content);
    }

    @Test
    void writesPartsAgainThatNobodyAnswered() throws IOException {
        byte[] content = bytes((11 << 20) + 3, 5);

        Store store = through(new Fault.Busy(), new Fault.Lost(), new Fault.Cut(0), new Fault.Cut(0), new Fault.Busy());

        store.put(Files.write(folder.resolve("parts"), content));
        assertThat(proxy.spent()).isTrue();
        assertThat(direct().read(Digest.of(content))).isEqualTo(content);
        assertThat(server.unfinishedUploads("models")).isZero();
    }

    @Test
    void saysThatAServerIsBusy() throws IOException {
        Store store = through();
        proxy.always(new Fault.Busy());

        assertThatThrownBy(() -> store.document("runs/x"))
                .isInstanceOf(StoreUnavailable.class)
                .hasMessage("runs/x cannot be read from the store s3://models/team: " + proxy.endpoint()
                        + " answers 503 SlowDown");
        assertThat(proxy.connections()).isGreaterThanOrEqualTo(IMPATIENT.tries());
    }

    @Test
    void saysThatABucketIsMissing() {
        Store store = S3Store.open(URI.create("s3://no-such/x"), server.connection());

        String problem = "there is no bucket \"no-such\" at " + server.endpoint() + ": create it, or name another";
        assertThatThrownBy(() -> store.document("runs/x"))
                .isInstanceOf(StoreMissing.class)
                .hasMessage("runs/x cannot be read from the store s3://no-such/x: " + problem);
        assertThatThrownBy(() -> store.put("rows".getBytes(UTF_8)))
                .isInstanceOf(StoreMissing.class)
                .hasMessage("the store s3://no-such/x cannot be written: " + problem);
    }

    @Test
    void neverTellsACredential() {
        var wrong = new S3Connection.Credentials.Keys(S3Server.KEYS.accessKeyId(), "hunter2", null);
        S3Connection connection = S3Server.connection(server.endpoint(), wrong);
        Store store = S3Store.open(STORE, connection);

        assertThatThrownBy(() -> store.document("runs/x"))
                .isInstanceOf(StoreUnavailable.class)
                .hasMessage("runs/x cannot be read from the store s3://models/team: " + server.endpoint()
                        + " does not take the credentials (403 SignatureDoesNotMatch): renew those in the Secret, or"
                        + " the service account's identity");
        assertThat(connection.toString()).doesNotContain("hunter2", "key-of-tests");
    }

    @Test
    void saysThatAPodHasNoIdentity() {
        Store store =
                S3Store.open(STORE, S3Server.connection(server.endpoint(), new S3Connection.Credentials.PodIdentity()));

        assertThatThrownBy(() -> store.document("runs/x"))
                .isInstanceOf(StoreUnavailable.class)
                .hasMessageContaining("there are no credentials: name a Secret with them, or a service account");
    }

    @Test
    void rootsAreApart() {
        Store one = S3Store.open(URI.create("s3://models/a"), server.connection());
        Store other = S3Store.open(URI.create("s3://models/b"), server.connection());
        byte[] content = "the same rows".getBytes(UTF_8);

        assertThat(List.of(one.put(content).newBytes(), other.put(content).newBytes()))
                .containsExactly(13L, 13L);
    }
}
