package dev.millrace.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.contract.bundle.ModelManifest;
import dev.millrace.model.SampleModel;
import dev.millrace.store.s3.S3Server;
import dev.millrace.store.s3.S3Store;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server whose model lies in a bucket. */
class BucketStoreProcessTest {
    private static S3Server objects;

    @TempDir
    Path folder;

    @BeforeAll
    static void startObjects() {
        objects = S3Server.start();
        objects.createBucket("models");
    }

    @AfterAll
    static void stopObjects() {
        objects.close();
    }

    private ServerProcess start(String bucket, String model) throws Exception {
        return ServerProcess.start(
                new ServerProcess.Place(
                        folder,
                        URI.create("s3://" + bucket + "/namespaces/team-a"),
                        Map.of(
                                "JAVA_TOOL_OPTIONS", "-Xlog:class+load:file=" + folder.resolve("classes"),
                                "HTTP_PROXY", "",
                                "HTTPS_PROXY", "",
                                "http_proxy", "",
                                "https_proxy", "",
                                "MILLRACE_S3_ENDPOINT", objects.endpoint().toString(),
                                "MILLRACE_S3_PATH_STYLE", "true",
                                "MILLRACE_S3_ACCESS_KEY_ID", S3Server.KEYS.accessKeyId(),
                                "MILLRACE_S3_SECRET_ACCESS_KEY", S3Server.KEYS.secretAccessKey())),
                model,
                "--termination-log=" + Files.writeString(folder.resolve("termination-log"), ""));
    }

    @Test
    void servesAModelFromABucket() throws Exception {
        ModelManifest model = SampleModel.numbers(
                        S3Store.open(URI.create("s3://models/namespaces/team-a"), objects.connection()), 2)
                .manifest();

        try (ServerProcess server = start("models", model.digest().value())) {
            server.awaitReady();
            server.terminate();
            assertThat(server.exitCode()).isZero();
        }
        assertThat(folder.resolve("server.log")).content().doesNotContain(S3Server.KEYS.secretAccessKey());
        assertThat(folder.resolve("classes"))
                .content()
                .contains("dev.millrace.store.s3.PlainReads ")
                .doesNotContain("software.amazon.awssdk.services.s3.DefaultS3Client ");
    }

    @Test
    void saysThatItsBucketIsMissing() throws Exception {
        try (ServerProcess server = start("no-such", "sha256:" + "0".repeat(64))) {
            assertThat(server.exitCode()).isEqualTo(65);
        }
        assertThat(folder.resolve("termination-log")).content().contains("there is no bucket \"no-such\"");
    }
}
