package dev.millrace.trainer.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.millrace.contract.Digest;
import dev.millrace.contract.Json;
import dev.millrace.contract.network.Network;
import dev.millrace.contract.network.NetworkRules;
import dev.millrace.contract.plan.ColumnPlan;
import dev.millrace.contract.plan.DataFormat;
import dev.millrace.contract.plan.IngestPlan;
import dev.millrace.contract.plan.SourceAccess;
import dev.millrace.contract.plan.SourcePlan;
import dev.millrace.contract.plan.SplitPlan;
import dev.millrace.contract.plan.TestPlan;
import dev.millrace.contract.report.StepReport;
import dev.millrace.contract.report.StepSummary;
import dev.millrace.contract.report.StepSummary.FailureReason;
import dev.millrace.contract.report.StepSummary.Outcome;
import dev.millrace.store.Documents;
import dev.millrace.store.Store;
import dev.millrace.trainer.Main;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IngestCommandTest {
    @TempDir
    Path folder;

    private Path csv;

    @BeforeEach
    void prepare() throws IOException {
        Files.createDirectory(folder.resolve("store"));
        csv = Files.createDirectory(folder.resolve("source")).resolve("rooms.csv");
        Files.writeString(csv, "bedrooms,price\n3,100\n2,80\n-8,90\n");
    }

    private static IngestPlan plan(List<ColumnPlan> columns, List<TestPlan> tests) {
        return new IngestPlan(
                new SourcePlan.VolumePath("raw", "*.csv"),
                null,
                null,
                false,
                columns,
                SplitPlan.byHash(List.of(), new SplitPlan.Fractions(1, 0, 0), 7),
                tests,
                null,
                null,
                "trainer@sha256:0");
    }

    private int ingest(IngestPlan plan) throws IOException {
        Path file = Files.write(folder.resolve("plan.json"), Json.bytes(plan));
        return Main.commandLine()
                .execute(
                        "ingest",
                        "--plan",
                        file.toString(),
                        "--store",
                        "file://" + folder.resolve("store"),
                        "--source",
                        folder.resolve("source").toString(),
                        "--scratch",
                        folder.resolve("scratch").toString(),
                        "--termination-log",
                        folder.resolve("log").toString(),
                        "--memory-mib",
                        "512");
    }

    private StepSummary told() throws IOException {
        return Json.read(Files.readAllBytes(folder.resolve("log")), StepSummary.class);
    }

    @Test
    void aGoodVersionIsMadeOnce() throws IOException {
        IngestPlan plan = plan(List.of(), List.of());

        assertThat(ingest(plan)).isZero();
        StepSummary first = told();
        assertThat(first.outcome()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(first.plan()).isEqualTo(plan.key());
        assertThat(first.message()).isEqualTo("3 rows of 2 columns: 3 train, 0 validation, 0 test.");
        assertThat(first.cached()).isFalse();

        assertThat(ingest(plan)).isZero();
        assertThat(told())
                .isEqualTo(new StepSummary(
                        first.plan(), first.outcome(), null, first.message(), true, first.ingest(), null));
    }

    @Test
    void aVersionOfOtherFilesUnderTheSamePlanIsMadeAnew() throws IOException {
        IngestPlan plan = plan(List.of(), List.of());
        ingest(plan);

        Files.writeString(csv, "bedrooms,price\n3,100\n2,80\n-7,90\n");
        assertThat(ingest(plan)).isZero();

        assertThat(told().cached()).isFalse();
    }

    @Test
    void minusEightBedroomsAreRejectedAndKept() throws IOException {
        IngestPlan plan = plan(List.of(), List.of(Json.read("""
            {"name": "bedrooms", "column": "bedrooms", "min": 0, "max": 20}\
            """, TestPlan.class)));

        assertThat(ingest(plan)).isEqualTo(66);
        assertThat(told().outcome()).isEqualTo(Outcome.REJECTED);
        assertThat(told().reason()).isEqualTo(FailureReason.TESTS_FAILED);
        assertThat(told().message())
                .isEqualTo(
                        "1 of 1 data tests failed: bedrooms on bedrooms expects >= 0, <= 20, but 1 row breaks it (row"
                                + " 3: -8).");

        assertThat(ingest(plan)).isEqualTo(66);
        assertThat(told().cached()).isTrue();
    }

    @Test
    void badInputIsNeitherReportedNorRetried() throws IOException {
        IngestPlan plan = plan(List.of(new ColumnPlan("bedroms", null, null)), List.of());

        assertThat(ingest(plan)).isEqualTo(65);
        assertThat(told().reason()).isEqualTo(FailureReason.BAD_INPUT);
        assertThat(told().message())
                .isEqualTo(
                        "spec.columns[bedroms].name: the source has no column \"bedroms\"; did you mean \"bedrooms\"?");
        assertThat(store().document(Documents.report(plan.key()))).isEmpty();
    }

    @Test
    void aDamagedVersionIsMadeAnew() throws IOException {
        IngestPlan plan = plan(List.of(), List.of());
        ingest(plan);
        StepReport report =
                Json.read(store().document(Documents.report(plan.key())).orElseThrow(), StepReport.class);
        Files.writeString(store().fetch(report.blobs().get(0), folder), "damaged");

        assertThat(ingest(plan)).isZero();

        assertThat(told().cached()).isFalse();
        report.blobs().forEach(blob -> assertThat(store().verify(blob)).isPositive());
    }

    @Test
    void aFileOfAServerIsFetchedOnce() throws IOException {
        byte[] rows = "bedrooms,price\n3,100\n2,80\n".getBytes(StandardCharsets.UTF_8);
        AtomicInteger requests = new AtomicInteger();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            requests.incrementAndGet();
            exchange.sendResponseHeaders(200, rows.length);
            exchange.getResponseBody().write(rows);
            exchange.close();
        });
        server.start();
        try {
            IngestPlan plan = new IngestPlan(
                    new SourcePlan.HttpFile(Digest.of(rows)),
                    DataFormat.CSV,
                    null,
                    false,
                    List.of(),
                    SplitPlan.byHash(List.of(), new SplitPlan.Fractions(1, 0, 0), 7),
                    List.of(),
                    null,
                    null,
                    "trainer@sha256:0");
            String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/rooms.csv?key=secret";

            assertThat(download(plan, url)).isEqualTo(65);
            assertThat(told().message())
                    .startsWith("spec.source: 127.0.0.1 lies in 127.0.0.0/8, which sources may not be read from");
            assertThat(requests).hasValue(0);

            assertThat(download(plan, url, "--allow-network", "127.0.0.0/8")).isZero();
            assertThat(told().message()).isEqualTo("2 rows of 2 columns: 2 train, 0 validation, 0 test.");
            assertThat(told().cached()).isFalse();

            assertThat(download(plan, "http://elsewhere.invalid/x.csv")).isZero();
            assertThat(told().cached()).isTrue();
            assertThat(requests).hasValue(1);
            assertNothingTellsOf("secret", folder.resolve("store"));
        } finally {
            server.stop(0);
        }
    }

    private int download(IngestPlan plan, String url, String... more) throws IOException {
        Path access = Files.write(folder.resolve("access.json"), Json.bytes(new SourceAccess(url)));
        Path file = Files.write(folder.resolve("plan.json"), Json.bytes(plan));
        List<String> line = new ArrayList<>(List.of(
                "ingest",
                "--plan=" + file,
                "--access=" + access,
                "--store=file://" + folder.resolve("store"),
                "--scratch=" + folder.resolve("scratch"),
                "--termination-log=" + folder.resolve("log"),
                "--memory-mib=512"));
        line.addAll(List.of(more));
        return Main.commandLine().execute(line.toArray(String[]::new));
    }

    @Test
    void aDatabaseIsReachedByWhatTheSecretSays() throws IOException {
        IngestPlan plan = new IngestPlan(
                new SourcePlan.Jdbc("select * from houses order by id", "uid"),
                null,
                null,
                false,
                List.of(),
                plan(List.of(), List.of()).split(),
                List.of(),
                null,
                null,
                "trainer@sha256:0");
        Path credentials = Files.createDirectory(folder.resolve("credentials"));

        assertThat(download(plan, "")).isEqualTo(65);
        assertThat(told().message()).isEqualTo("This plan's source needs a login: give --credentials.");

        Files.writeString(credentials.resolve("url"), "jdbc:postgresql://169.254.169.254/houses\n");
        Files.writeString(credentials.resolve("user"), "reader\n");
        assertThat(download(plan, "", "--credentials=" + credentials)).isEqualTo(65);
        assertThat(told().message())
                .isEqualTo(
                        "spec.source.jdbc.secretRef: the Secret has no key password: it needs url, user and password.");

        Files.writeString(credentials.resolve("password"), "hunter2\n");
        assertThat(download(plan, "", "--credentials=" + credentials)).isEqualTo(65);
        assertThat(told().message()).startsWith("spec.source: 169.254.169.254 lies in 169.254.0.0/16");
        assertNothingTellsOf("hunter2", folder.resolve("store"));
    }

    private static void assertNothingTellsOf(String secret, Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                        .as(file.toString())
                        .doesNotContain(secret);
            }
        }
    }

    @Test
    void theApiServerIsNoSourceUnlessItsVeryAddressIsAllowed() throws IOException {
        NetworkRules wide = new NetworkRules(List.of(Network.parse("10.0.0.0/8")), List.of());
        NetworkRules exact = new NetworkRules(List.of(Network.parse("10.96.0.1/32")), List.of());
        InetAddress apiServer = InetAddress.getByName("10.96.0.1");

        assertThat(SourceOptions.withoutApiServer(wide, "10.96.0.1").refusal(apiServer))
                .isPresent();
        assertThat(SourceOptions.withoutApiServer(exact, "10.96.0.1").refusal(apiServer))
                .isEmpty();
        assertThat(SourceOptions.withoutApiServer(wide, null)).isEqualTo(wide);
    }

    private Store store() {
        return Store.open(URI.create("file://" + folder.resolve("store")));
    }
}
