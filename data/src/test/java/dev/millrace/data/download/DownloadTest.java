package dev.millrace.data.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.millrace.contract.Digest;
import dev.millrace.contract.network.Network;
import dev.millrace.contract.network.NetworkRules;
import dev.millrace.contract.report.StepException;
import dev.millrace.contract.report.StepSummary.FailureReason;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A download ends with the very bytes that are wanted, or with a sentence that says why not. */
class DownloadTest {
    private static final NetworkRules LOOPBACK = new NetworkRules(List.of(Network.parse("127.0.0.0/8")), List.of());
    private static final byte[] CONTENT = new byte[300_000];

    static {
        new Random(5).nextBytes(CONTENT);
    }

    private static final String WHOLE = "200 OK\r\nContent-Length: 300000\r\nETag: \"one\"";

    @TempDir
    Path folder;

    private final List<Duration> pauses = new ArrayList<>();
    private ScriptedServer server;

    @BeforeEach
    void start() throws IOException {
        server = ScriptedServer.plain();
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    private Path fetch(AddressGuard guard, String url, Digest digest) {
        Download.Limits limits = new Download.Limits(1 << 20, Duration.ofSeconds(5), pauses::add);
        try {
            return new Download(guard, limits, () -> {}).fetch(URI.create(url), digest, folder);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private Path fetch(String path) {
        return fetch(new AddressGuard(LOOPBACK, InetAddress::getAllByName), url(path), Digest.of(CONTENT));
    }

    private String url(String path) {
        return "http://127.0.0.1:" + server.port() + path;
    }

    private StepException refused(Runnable fetch) {
        StepException refusal = catchThrowableOfType(StepException.class, fetch::run);
        assertThat(refusal).as("refusal").isNotNull();
        return refusal;
    }

    private static byte[] part(int from, int to) {
        return Arrays.copyOfRange(CONTENT, from, to);
    }

    @Test
    void aFileUnderTheNameThatItsUrlEndsWith() throws IOException {
        server.then(WHOLE, CONTENT);
        Path file = fetch("/data/houses.csv.gz?signature=secret");
        assertThat(file).isEqualTo(folder.resolve("houses.csv.gz")).hasBinaryContent(CONTENT);
        assertThat(server.requests().get(0))
                .startsWith("GET /data/houses.csv.gz?signature=secret HTTP/1.1\r\n")
                .contains("Accept-Encoding: identity");
        assertThat(pauses).isEmpty();
    }

    @Test
    void whatWasCutIsContinued() {
        server.then(WHOLE, part(0, 100_000))
                .then(
                        "206 Partial Content\r\nContent-Length: 200000\r\nETag: \"one\"\r\nContent-Range: bytes 100000-299999/300000",
                        part(100_000, 180_000))
                .then("503 Service Unavailable\r\nRetry-After: 7")
                .then(
                        "206 Partial Content\r\nContent-Length: 120000\r\nETag: \"one\"\r\nContent-Range: bytes 180000-299999/300000",
                        part(180_000, 300_000));
        assertThat(fetch("/houses.csv")).hasBinaryContent(CONTENT);
        assertThat(server.requests().get(0)).doesNotContain("Range:");
        assertThat(server.requests().get(1))
                .contains("Range: bytes=100000-\r\n")
                .contains("If-Range: \"one\"\r\n");
        assertThat(server.requests().get(3)).contains("Range: bytes=180000-\r\n");
        assertThat(pauses.stream().reduce(Duration.ZERO, Duration::plus)).isEqualTo(Duration.ofSeconds(1 + 1 + 7));
    }

    @Test
    void aFileThatChangedMeanwhileBeginsAnew() {
        server.then("200 OK\r\nContent-Length: 300000\r\nETag: \"zero\"", new byte[1_000])
                .then(WHOLE, CONTENT);
        assertThat(fetch("/houses.csv")).hasBinaryContent(CONTENT);
    }

    @Test
    void partsOfTwoFilesAreFetchedAnewAsOne() {
        server.then("200 OK\r\nContent-Length: 300000\r\nLast-Modified: Thu, 01 Jan 2026 00:00:00 GMT", new byte[1_000])
                .then(
                        "206 Partial Content\r\nContent-Length: 299000\r\nContent-Range: bytes 1000-299999/300000",
                        part(1_000, 300_000))
                .then(WHOLE, CONTENT);
        assertThat(fetch("/houses.csv")).hasBinaryContent(CONTENT);
        assertThat(server.requests().get(2)).doesNotContain("Range:");
    }

    @Test
    void anotherFileThanWanted() {
        server.then(WHOLE, CONTENT);
        StepException refusal = refused(() -> fetch(
                new AddressGuard(LOOPBACK, InetAddress::getAllByName),
                url("/houses.csv?key=secret"),
                Digest.of("other")));
        assertThat(refusal.reason()).isEqualTo(FailureReason.BAD_INPUT);
        assertThat(refusal.getMessage())
                .startsWith("spec.source.http.sha256: " + url("/houses.csv") + " has 300000 bytes with the SHA-256 "
                        + Digest.of(CONTENT).value().substring(7) + ", not "
                        + Digest.of("other").value().substring(7))
                .doesNotContain("secret");
    }

    @ParameterizedTest
    @CsvSource({
        "401 Unauthorized, answers 401: it wants a login",
        "403 Forbidden, answers 403: it wants a login",
        "404 Not Found, answers 404: there is no such file.",
        "410 Gone, answers 410: there is no such file.",
        "418 Teapot, answers 418 and no file."
    })
    void answersThatNoRetryChanges(String head, String words) {
        server.then(head);
        StepException refusal = refused(() -> fetch("/houses.csv?key=secret"));
        assertThat(refusal.reason()).isEqualTo(FailureReason.BAD_INPUT);
        assertThat(refusal.getMessage())
                .startsWith("spec.source.http.url: " + url("/houses.csv") + " " + words)
                .doesNotContain("secret");
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void aServerThatIsDownForLong() {
        for (int i = 0; i < 6; i++) {
            server.then("503 Service Unavailable");
        }
        StepException refusal = refused(() -> fetch("/houses.csv"));
        assertThat(refusal.reason()).isEqualTo(FailureReason.TRANSIENT);
        assertThat(refusal.getMessage())
                .isEqualTo("spec.source.http.url: " + url("/houses.csv")
                        + " cannot be read: the server answers 503 (tried 6 times).");
        assertThat(pauses.stream().reduce(Duration.ZERO, Duration::plus))
                .isEqualTo(Duration.ofSeconds(1 + 2 + 4 + 8 + 16));
    }

    @Test
    void nobodyThere() throws IOException {
        server.close();
        assertThat(refused(() -> fetch("/houses.csv")).getMessage())
                .contains("cannot be read: nothing there takes connections (tried 6 times).");
        AddressGuard nameless = new AddressGuard(LOOPBACK, host -> {
            throw new UnknownHostException(host);
        });
        assertThat(refused(() -> fetch(nameless, "http://no.example/a.csv", Digest.of("")))
                        .getMessage())
                .contains("its host's name cannot be resolved to an address");
    }

    @Test
    void moreThanThereIsRoomFor() {
        server.then("200 OK\r\nContent-Length: 2000000", new byte[2_000_000]);
        assertThat(refused(() -> fetch("/houses.csv")).getMessage())
                .contains("the file has more than the 1 MiB that the step has room for");
    }

    @Test
    void redirectsAreFollowedOneByOne() {
        server.then("302 Found\r\nLocation: /elsewhere/b.csv").then(WHOLE, CONTENT);
        assertThat(fetch("/a.csv")).hasBinaryContent(CONTENT);
        for (int i = 0; i < 6; i++) {
            server.then("302 Found\r\nLocation: /round");
        }
        assertThat(refused(() -> fetch("/a.csv")).getMessage()).endsWith("leads through more than 5 redirects.");
    }

    @ParameterizedTest
    @CsvSource({
        "http://169.254.169.254/latest/meta-data, 'spec.source: 169.254.169.254 lies in 169.254.0.0/16, which sources may not be read from'",
        "http://[::ffff:10.0.0.1]/x, 'lies in 10.0.0.0/8, which sources may not be read from'",
        "http://me:secret@127.0.0.1/x, redirects to a URL with a user or password",
        "file:///etc/passwd, redirects to what is no http:// or https:// URL.",
        "'', redirects to what is no http:// or https:// URL."
    })
    void redirectsThatLeadWhereNothingMayBeRead(String location, String words) {
        server.then("302 Found\r\nLocation: " + location);
        StepException refusal = refused(() -> fetch("/a.csv"));
        assertThat(refusal.reason()).isEqualTo(FailureReason.BAD_INPUT);
        assertThat(refusal.getMessage()).contains(words).doesNotContain("secret");
    }

    @Test
    void noRedirectFromHttpsToHttp() {
        URI from = URI.create("https://files.example/a.csv?key=secret");
        StepException refusal = catchThrowableOfType(
                StepException.class, () -> HttpFile.redirect(from, "http://files.example/a.csv?key=secret"));
        assertThat(refusal.getMessage())
                .isEqualTo("spec.source.http.url: https://files.example/a.csv redirects from https to http"
                        + " (http://files.example/a.csv), which is not followed.");
        assertThat(HttpFile.redirect(from, "//other.example/b.csv"))
                .isEqualTo(URI.create("https://other.example/b.csv"));
    }

    @Test
    void aCertificateThatNobodySigned() throws Exception {
        Path store = folder.resolve("keys");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        "secret",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=127.0.0.1",
                        "-ext",
                        "SAN=ip:127.0.0.1")
                .redirectErrorStream(true)
                .start();
        assertThat(keytool.waitFor()).isZero();
        KeyStore keys = KeyStore.getInstance(store.toFile(), "secret".toCharArray());
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, "secret".toCharArray());
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(managers.getKeyManagers(), null, null);
        try (ScriptedServer secure = new ScriptedServer(
                tls.getServerSocketFactory().createServerSocket(0, 10, InetAddress.getLoopbackAddress()))) {
            String url = "https://127.0.0.1:" + secure.port() + "/a.csv";
            AddressGuard guard = new AddressGuard(LOOPBACK, InetAddress::getAllByName);
            StepException refusal = refused(() -> fetch(guard, url, Digest.of(CONTENT)));
            assertThat(refusal.reason()).isEqualTo(FailureReason.BAD_INPUT);
            assertThat(refusal.getMessage())
                    .startsWith("spec.source.http.url: " + url + " has a certificate that is not trusted: ");
        }
    }

    @Test
    void noAddressInsideWithoutLeave() {
        AddressGuard guard = new AddressGuard(NetworkRules.PUBLIC, InetAddress::getAllByName);
        for (String host : List.of("127.0.0.1", "localhost", "0.0.0.0", "2130706433", "0x7f.1", "[::1]")) {
            String url = "http://" + host + ":" + server.port() + "/a.csv";
            StepException refusal =
                    catchThrowableOfType(StepException.class, () -> fetch(guard, url, Digest.of(CONTENT)));
            assertThat(refusal).as(host).isNotNull();
        }
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void theAddressThatWasCheckedIsTheOneThatIsUsed() throws IOException {
        Iterator<InetAddress> answers = Stream.of("127.0.0.1", "169.254.169.254")
                .map(DownloadTest::address)
                .iterator();
        AddressGuard guard = new AddressGuard(LOOPBACK, host -> new InetAddress[] {answers.next()});
        server.then(WHOLE, part(0, 1_000));
        String url = "http://rebinding.example:" + server.port() + "/a.csv";
        assertThat(refused(() -> fetch(guard, url, Digest.of(CONTENT))).getMessage())
                .contains("rebinding.example (169.254.169.254) lies in 169.254.0.0/16");
        assertThat(server.requests()).hasSize(1);
        assertThat(server.requests().get(0)).contains("Host: rebinding.example");
    }

    private static InetAddress address(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "https://example.org/a/b.csv, b.csv",
        "https://example.org/, file",
        "https://example.org, file",
        "https://example.org/a/.csv, file.csv",
        "https://example.org/a/..%2f..%2fpasswd, passwd",
        "https://example.org/gr%C3%B6%C3%9Fe.csv, größe.csv"
    })
    void names(String url, String name) {
        assertThat(Download.name(URI.create(url))).isEqualTo(name);
        assertThat(folder.resolve(Download.name(URI.create(url))).normalize().getParent())
                .isEqualTo(folder);
    }
}
