package dev.millrace.trainer.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.contract.Json;
import dev.millrace.contract.network.Network;
import dev.millrace.contract.network.NetworkRules;
import dev.millrace.contract.plan.ColumnPlan;
import dev.millrace.contract.plan.IngestPlan;
import dev.millrace.contract.plan.SourcePlan;
import dev.millrace.contract.plan.SplitPlan;
import dev.millrace.contract.report.IngestSummary;
import dev.millrace.contract.report.StepSummary;
import dev.millrace.data.engine.Resources;
import dev.millrace.data.ingest.Ingest;
import dev.millrace.data.ingest.IngestRequest;
import dev.millrace.store.Store;
import dev.millrace.store.s3.S3Server;
import dev.millrace.store.s3.S3Store;
import dev.millrace.trainer.Main;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands on a real S3 server: as the source, and as the store. */
class BucketTest {
    private static S3Server server;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() {
        server = S3Server.start();
        server.createBucket("raw");
        server.createBucket("models");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void prepare() throws IOException {
        Files.createDirectory(folder.resolve("store"));
        Path secret = Files.createDirectory(folder.resolve("secret"));
        Files.writeString(secret.resolve("accessKeyId"), S3Server.KEYS.accessKeyId());
        Files.writeString(secret.resolve("secretAccessKey"), S3Server.KEYS.secretAccessKey());
        object("houses/1.csv", "bedrooms,price\n3,100\n2,80\n");
        object("houses/2.csv", "bedrooms,price\n4,200\n");
    }

    private static void object(String key, String rows) {
        server.put("raw", key, rows.getBytes(UTF_8));
    }

    private static IngestPlan plan() {
        return new IngestPlan(
                new SourcePlan.S3Objects(
                        "s3://raw/houses/*.csv", server.endpoint().toString(), null, null),
                null,
                null,
                false,
                List.of(new ColumnPlan("price", null, null)),
                SplitPlan.byHash(List.of(), new SplitPlan.Fractions(1, 0, 0), 7),
                List.of(),
                null,
                null,
                "trainer@sha256:0");
    }

    private int ingest(String... more) throws IOException {
        List<String> line = new ArrayList<>(List.of(
                "ingest",
                "--plan=" + Files.write(folder.resolve("plan.json"), Json.bytes(plan())),
                "--store=file://" + folder.resolve("store"),
                "--scratch=" + folder.resolve("scratch"),
                "--credentials=" + folder.resolve("secret"),
                "--termination-log=" + folder.resolve("log"),
                "--memory-mib=512"));
        line.addAll(List.of(more));
        return Main.commandLine().execute(line.toArray(String[]::new));
    }

    private StepSummary told() throws IOException {
        return Json.read(Files.readAllBytes(folder.resolve("log")), StepSummary.class);
    }

    @Test
    void objectsAreIngestedOnceAndAnewWhenOneIsAnother() throws IOException {
        assertThat(ingest("--allow-network=127.0.0.1/32")).isZero();
        assertThat(told().message()).isEqualTo("3 rows of 2 columns: 3 train, 0 validation, 0 test.");
        assertThat(told().cached()).isFalse();

        assertThat(ingest("--allow-network=127.0.0.1/32")).isZero();
        assertThat(told().cached()).isTrue();

        object("houses/2.csv", "bedrooms,price\n4,200\n5,300\n");
        assertThat(ingest("--allow-network=127.0.0.1/32")).isZero();
        assertThat(told().cached()).isFalse();
        assertThat(told().message()).startsWith("4 rows");
        assertThat(folder.resolve("scratch")).isEmptyDirectory();
    }

    @Test
    void aServerThatIsNotAllowedAndASecretThatIsWrongAreNamed() throws IOException {
        assertThat(ingest()).isEqualTo(65);
        assertThat(told().message())
                .startsWith("spec.source: 127.0.0.1 lies in 127.0.0.0/8, which sources may not be read from");

        Files.writeString(folder.resolve("secret/secretAccessKey"), "hunter2");
        assertThat(ingest("--allow-network=127.0.0.1/32")).isEqualTo(65);
        assertThat(told().message())
                .startsWith("spec.source.s3: ")
                .contains("does not take the credentials")
                .doesNotContain("hunter2");
    }

    @Test
    void columnsAreSuggestedForAVersionInABucket() throws Exception {
        URI location = URI.create("s3://models/namespaces/team-a");
        Store store = S3Store.open(location, server.connection());
        SourceFolder source = new SourceFolder(
                Optional.empty(),
                Optional.empty(),
                Optional.of(folder.resolve("secret")),
                new NetworkRules(List.of(Network.parse("127.0.0.1/32")), List.of()));
        Resources resources = Resources.ofContainer(folder).withMemory(512L << 20);
        IngestSummary version = Ingest.run(new IngestRequest(
                        plan(), source.open(plan().source(), resources, () -> {}), store, resources, () -> {}))
                .summary();

        int code = suggest(
                "--store=" + location,
                "--dataset=" + version.digest().value(),
                "--view=" + version.view().value());

        assertThat(Files.readString(folder.resolve("out")))
                .contains("\ncolumns:\n")
                .contains("  - {name: bedrooms, type: integer")
                .contains("tests:\n");
        assertThat(code).isZero();
        assertThat(server.keys("models")).allMatch(key -> key.startsWith("namespaces/team-a/"));
    }

    /** Runs the command as a container does, with the store's settings as environment. */
    private int suggest(String... line) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "dev.millrace.trainer.Main",
                "suggest"));
        command.addAll(List.of(line));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectOutput(folder.resolve("out").toFile())
                .redirectError(folder.resolve("err").toFile());
        builder.environment()
                .putAll(Map.of(
                        "CLASSPATH", System.getProperty("java.class.path"),
                        "MILLRACE_S3_ENDPOINT", server.endpoint().toString(),
                        "MILLRACE_S3_PATH_STYLE", "true",
                        "MILLRACE_S3_ACCESS_KEY_ID", S3Server.KEYS.accessKeyId(),
                        "MILLRACE_S3_SECRET_ACCESS_KEY", S3Server.KEYS.secretAccessKey()));
        return builder.start().waitFor();
    }
}
