package dev.millrace.data.bucket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.millrace.contract.network.Network;
import dev.millrace.contract.network.NetworkRules;
import dev.millrace.contract.plan.SourcePlan;
import dev.millrace.contract.report.StepException;
import dev.millrace.contract.report.StepReport;
import dev.millrace.contract.report.StepSummary.FailureReason;
import dev.millrace.data.download.AddressGuard;
import dev.millrace.data.source.SourceFile;
import dev.millrace.store.s3.FaultyProxy;
import dev.millrace.store.s3.FaultyProxy.Fault;
import dev.millrace.store.s3.Patience;
import dev.millrace.store.s3.S3Server;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Objects of a real S3 server become files, or a sentence says why not. */
class BucketSourceTest {
    private static final NetworkRules LOOPBACK = new NetworkRules(List.of(Network.parse("127.0.0.0/8")), List.of());
    /** As often as usual, but at once. */
    private static final Patience IMPATIENT =
            new Patience(Duration.ofSeconds(5), Patience.USUAL.tries(), Duration.ofMillis(1), Duration.ofMillis(2));

    private static S3Server server;
    private static int buckets;

    @TempDir
    Path folder;

    private Path secret;
    private String bucket;

    @BeforeAll
    static void startServer() {
        server = S3Server.start();
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @BeforeEach
    void prepare() throws IOException {
        bucket = "raw-" + ++buckets;
        server.createBucket(bucket);
        secret = Files.createDirectory(folder.resolve("secret"));
        Files.writeString(secret.resolve("accessKeyId"), S3Server.KEYS.accessKeyId());
        Files.writeString(secret.resolve("secretAccessKey"), S3Server.KEYS.secretAccessKey() + "\n");
    }

    private void object(String key, String content) {
        server.put(bucket, key, content.getBytes(UTF_8));
    }

    private BucketSource source(String key) {
        return source(key, server.endpoint(), LOOPBACK);
    }

    private BucketSource source(String key, URI endpoint, NetworkRules rules) {
        try {
            return BucketSource.of(
                    new SourcePlan.S3Objects("s3://" + bucket + "/" + key, endpoint.toString(), null, null),
                    new BucketSource.Access(
                            new AddressGuard(rules, InetAddress::getAllByName),
                            Optional.of(secret),
                            Map.of(),
                            IMPATIENT));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<SourceFile> fetch(BucketSource source, List<StepReport.SourceFile> objects, long room) {
        try {
            Path target = Files.createDirectories(folder.resolve("objects"));
            return source.fetch(objects, new BucketSource.Room(target, room), () -> {});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static StepException refused(Runnable work) {
        StepException refusal = catchThrowableOfType(StepException.class, work::run);
        assertThat(refusal).as("refusal").isNotNull();
        return refusal;
    }

    @Test
    void objectsComeInTheOrderOfTheirKeys() throws IOException {
        for (String key : List.of("houses/b.csv", "houses/a.csv", "houses/a.txt", "houses/old/c.csv", "other/a.csv")) {
            object(key, "rows of " + key);
        }
        BucketSource source = source("houses/*.csv");

        List<SourceFile> files = fetch(source, source.find(), 1 << 20);

        assertThat(files).extracting(SourceFile::name).containsExactly("houses/a.csv", "houses/b.csv");
        List<String> contents = new ArrayList<>();
        for (SourceFile file : files) {
            contents.add(Files.readString(file.path()));
        }
        assertThat(contents).containsExactly("rows of houses/a.csv", "rows of houses/b.csv");
        assertThat(files).extracting(SourceFile::size).containsExactly(20L, 20L);
    }

    @ParameterizedTest
    @CsvSource({
        "houses/a.csv, houses/a.csv",
        "houses/**.csv, houses/a.csv|houses/old/c.csv",
        "*/a.csv, houses/a.csv",
        "'houses/{a,z}.*', houses/a.csv|houses/a.csv.gz",
        "hou?es/[a-b].csv, houses/a.csv"
    })
    void globsAreThoseOfVolumes(String pattern, String keys) {
        for (String key : List.of("houses/a.csv", "houses/a.csv.gz", "houses/old/c.csv")) {
            object(key, key);
        }

        assertThat(source(pattern).find())
                .extracting(StepReport.SourceFile::path)
                .containsExactly(keys.split("\\|"));
    }

    @Test
    void anObjectIsKnownAgainByItsTag() {
        object("a.csv", "one");
        List<StepReport.SourceFile> before = source("*.csv").find();
        object("a.csv", "two");
        List<StepReport.SourceFile> after = source("*.csv").find();
        object("a.csv", "one");

        assertThat(after).isNotEqualTo(before);
        assertThat(source("*.csv").find()).isEqualTo(before);
    }

    @Test
    void aConnectionThatBreaksIsGoneOnWith() throws IOException {
        byte[] content = new byte[(16 << 20) + 300_000];
        new Random(6).nextBytes(content);
        server.put(bucket, "large.csv", content);
        List<StepReport.SourceFile> objects = source("large.csv").find();
        try (FaultyProxy proxy = new FaultyProxy(server.endpoint())) {
            proxy.next(new Fault.Busy(), new Fault.Cut(200_000), new Fault.Cut(1 << 20), new Fault.Lost());

            List<SourceFile> files = fetch(source("large.csv", proxy.endpoint(), LOOPBACK), objects, 1 << 25);

            assertThat(files.get(0).path()).hasBinaryContent(content);
            assertThat(proxy.spent()).isTrue();
        }
    }

    @Test
    void anObjectThatIsChangedAfterItWasFoundIsNotMixed() {
        object("a.csv", "one");
        BucketSource source = source("a.csv");
        List<StepReport.SourceFile> found = source.find();
        object("a.csv", "two");

        StepException refusal = refused(() -> fetch(source, found, 1 << 20));

        assertThat(refusal.reason()).isEqualTo(FailureReason.TRANSIENT);
        assertThat(refusal)
                .hasMessage(
                        "An object of spec.source.s3.uri was changed while it was read; another attempt reads it as it then is.");
    }

    @Test
    void objectsForWhichThereIsNoRoomAreNotBegun() {
        object("a.csv", "x".repeat(3 << 20));
        BucketSource source = source("a.csv");

        assertThat(refused(() -> fetch(source, source.find(), 2 << 20)))
                .hasMessage(
                        "spec.source.s3.uri: the objects have 3 MiB, more than the 2 MiB that the step has room for: ask"
                                + " an administrator to raise the operator's --scratch-size.");
    }

    @Test
    void anAddressThatIsNotAllowedIsNotAsked() {
        object("a.csv", "one");

        StepException refusal = refused(
                () -> source("a.csv", server.endpoint(), NetworkRules.PUBLIC).find());

        assertThat(refusal.reason()).isEqualTo(FailureReason.BAD_INPUT);
        assertThat(refusal).hasMessageStartingWith("spec.source: 127.0.0.1 lies in 127.0.0.0/8, which sources may not");
    }

    @Test
    void whatIsNotThereIsNamed() {
        object("houses/a.csv", "one");
        object("houses/b.csv", "one");

        assertThat(refused(() -> source("houses/*.parquet").find()))
                .hasMessage("spec.source.s3.uri: no object of the bucket \"" + bucket
                        + "\" matches \"houses/*.parquet\";" + " under \"houses/\" it has houses/a.csv, houses/b.csv.");
        assertThat(refused(() -> source("c.csv").find()))
                .hasMessageEndingWith("matches \"c.csv\"; it has houses/a.csv, houses/b.csv.");
        assertThat(refused(() -> source("houses/[a.csv").find())).hasMessageContaining("is not a pattern");
        bucket = "no-such";
        assertThat(refused(() -> source("a.csv").find()))
                .hasMessage("spec.source.s3.uri: there is no bucket \"no-such\" at " + server.endpoint()
                        + ": create it, or name another.");
    }

    @Test
    void credentialsThatDoNotDoAreSaidAndNotTold() throws IOException {
        object("a.csv", "one");
        Files.writeString(secret.resolve("secretAccessKey"), "hunter2");

        StepException refusal = refused(() -> source("a.csv").find());
        assertThat(refusal.reason()).isEqualTo(FailureReason.BAD_INPUT);
        assertThat(refusal)
                .hasMessageContaining("does not take the credentials (403 SignatureDoesNotMatch)")
                .hasMessageNotContaining("hunter2")
                .hasMessageNotContaining(S3Server.KEYS.accessKeyId());

        Files.delete(secret.resolve("secretAccessKey"));
        assertThat(refused(() -> source("a.csv")))
                .hasMessageStartingWith("spec.source.s3.secretRef: the Secret has no key \"secretAccessKey\"");
    }

    @Test
    void whoHasNoCredentialsIsToldWhereToNameThem() {
        object("a.csv", "one");

        StepException refusal = refused(() -> {
            try {
                BucketSource.of(
                                new SourcePlan.S3Objects(
                                        "s3://" + bucket + "/a.csv",
                                        server.endpoint().toString(),
                                        null,
                                        null),
                                new BucketSource.Access(
                                        new AddressGuard(LOOPBACK, InetAddress::getAllByName),
                                        Optional.empty(),
                                        Map.of(),
                                        IMPATIENT))
                        .find();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });

        assertThat(refusal)
                .hasMessageStartingWith("spec.source.s3.secretRef: without it, and without a service account");
    }
}
