package dev.millrace.store.s3;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.millrace.contract.Digest;
import dev.millrace.store.Store;
import dev.millrace.store.s3.FaultyProxy.Fault;
import dev.millrace.store.s3.S3Connection.Credentials;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Reads without the SDK's client give what it gives, and where they do not, it answers. */
class PlainReadsTest {
    private static final URI STORE = URI.create("s3://models/team");
    private static final Credentials.Keys WRONG = new Credentials.Keys("key-of-tests", "hunter2", null);
    private static final Patience IMPATIENT =
            new Patience(Duration.ofSeconds(1), Patience.USUAL.tries(), Duration.ofMillis(1), Duration.ofMillis(2));

    private static S3Server server;

    @BeforeAll
    static void start() {
        server = S3Server.start();
        server.createBucket("models");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static S3Connection connection(URI endpoint, Credentials credentials) {
        return new S3Connection(endpoint, S3Connection.DEFAULT_REGION, true, credentials, IMPATIENT);
    }

    @Test
    void objectsAndPartsOfThemAreGot() throws IOException {
        server.put("models", "team/digits", "0123456789".getBytes(US_ASCII));
        PlainReads reads =
                PlainReads.of(server.connection(), "models", Map.of()).orElseThrow();

        try (Answer whole = reads.get("team/digits", Map.of()).orElseThrow();
                Answer part =
                        reads.get("team/digits", Map.of("Range", "bytes=2-4")).orElseThrow()) {
            assertThat(whole.body().readAllBytes()).asString().isEqualTo("0123456789");
            assertThat(whole.eTag()).isNotEmpty();
            assertThat(part.body().readAllBytes()).asString().isEqualTo("234");
            assertThat(part.length()).isEqualTo(3);
        }
        assertThat(reads.get("team/none", Map.of())).isEmpty();
        assertThat(reads.get("team/digits", Map.of("If-Match", "\"other\""))).isEmpty();
    }

    @Test
    void aConnectionThatBreaksIsGoneOnWithAndABusyServerAskedAgain() throws IOException {
        byte[] content = new byte[3 << 20];
        new Random(5).nextBytes(content);
        Digest blob = S3Store.open(STORE, server.connection()).put(content).digest();
        try (FaultyProxy proxy = new FaultyProxy(server.endpoint())) {
            proxy.next(new Fault.Busy(), new Fault.Cut(200_000), new Fault.Lost(), new Fault.Cut(1 << 20));
            Store store = S3Store.openForReading(STORE, connection(proxy.endpoint(), S3Server.KEYS));

            assertThat(store.read(blob)).isEqualTo(content);
            assertThat(proxy.spent()).isTrue();
        }
    }

    @Test
    void failuresAreThoseOfAnyStore() {
        Digest nobodys = new Digest("sha256:" + "0".repeat(64));
        S3Connection right = connection(server.endpoint(), S3Server.KEYS);
        S3Connection wrong = connection(server.endpoint(), WRONG);
        S3Connection nowhere = connection(URI.create("http://127.0.0.1:1"), S3Server.KEYS);
        URI missing = URI.create("s3://no-such/team");

        for (S3Connection connection : new S3Connection[] {right, wrong, nowhere}) {
            for (URI store : new URI[] {STORE, missing}) {
                Throwable expected =
                        catchThrowable(() -> S3Store.open(store, connection).read(nobodys));
                assertThat(expected).isNotNull();
                assertThat(catchThrowable(
                                () -> S3Store.openForReading(store, connection).read(nobodys)))
                        .hasSameClassAs(expected)
                        .hasMessage(expected.getMessage());
            }
        }
        assertThat(S3Store.openForReading(STORE, right).document("runs/none/report.json"))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "https://minio.example, true, us-east-1, true",
        "https://minio.example, false, us-east-1, false",
        ", false, eu-central-1, true",
        ", true, eu-central-1, false",
        ", false, cn-north-1, false",
        ", false, us-gov-west-1, false"
    })
    void serversWhoseAddressesAreSureAreAskedPlainly(URI endpoint, boolean pathStyle, String region, boolean plain) {
        S3Connection connection = new S3Connection(endpoint, region, pathStyle, S3Server.KEYS, IMPATIENT);

        assertThat(PlainReads.of(connection, "models", Map.of()).isPresent()).isEqualTo(plain);
        assertThat(PlainReads.of(connection, "models", Map.of("HTTPS_PROXY", "http://proxy:3128")))
                .isEmpty();
    }

    @Test
    void anIdentityIsFoundByTheClient() {
        assertThat(PlainReads.of(connection(server.endpoint(), new Credentials.PodIdentity()), "models", Map.of()))
                .isEmpty();
    }
}
