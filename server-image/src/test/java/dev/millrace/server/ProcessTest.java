package dev.millrace.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.contract.bundle.ModelManifest;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the process starts and ends. */
class ProcessTest {
    private static final String BODY =
            "{\"inputs\":[{\"name\":\"rows\",\"shape\":[1],\"datatype\":\"BYTES\",\"data\":[{\"x0\":0.5}]}]}";

    @TempDir
    Path folder;

    private SampleStore store;
    private ModelManifest model;
    private Path terminationLog;

    @BeforeEach
    void makeModel() throws IOException {
        store = new SampleStore(folder);
        model = store.numbers(2);
        terminationLog = Files.createFile(folder.resolve("termination-log"));
    }

    private ServerProcess start(String... more) throws IOException {
        return ServerProcess.start(folder, model.digest().value(), more);
    }

    @Test
    void losesNoRequestWhenItIsTerminatedUnderLoad() throws Exception {
        try (ServerProcess server = start("--drain-seconds=3")) {
            server.awaitReady();
            LoadingClients clients = new LoadingClients(server.at(RunningServer.INFER), BODY, 8);
            clients.awaitWarm();

            server.terminate();
            server.awaitNotReady();
            clients.stop();

            assertThat(server.exitCode()).isZero();
            assertThat(clients.failures()).isEmpty();
            assertThat(clients.closing()).isPositive();
        }
    }

    @Test
    void finishesARequestThatIsUnderWay() throws Exception {
        try (ServerProcess server = start("--drain-seconds=0")) {
            server.awaitReady();
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
                OutputStream out = socket.getOutputStream();
                String head = "POST %s HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n"
                        .formatted(RunningServer.INFER, BODY.length());
                out.write((head + BODY.substring(0, 10)).getBytes(StandardCharsets.UTF_8));
                out.flush();
                server.awaitInFlight(1);

                server.terminate();
                server.awaitNotReady();
                out.write(BODY.substring(10).getBytes(StandardCharsets.UTF_8));
                out.flush();

                BufferedReader in =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
                assertThat(in.readLine()).isEqualTo("HTTP/1.1 200 OK");
                assertThat(in.lines()).contains("Connection: close");
            }
            assertThat(server.exitCode()).isZero();
        }
    }

    @Test
    void refusesACorruptedModel() throws Exception {
        byte[] graph = Files.readAllBytes(store.graphFile(model));
        graph[graph.length / 2] ^= 1;
        Files.write(store.graphFile(model), graph);

        try (ServerProcess server = start("--termination-log=" + terminationLog)) {
            assertThat(server.exitCode()).isEqualTo(65);
        }
        assertThat(terminationLog)
                .content()
                .startsWith("The model " + model.digest() + " is not served: blob sha256:")
                .contains("is corrupted");
    }

    @Test
    void refusesAModelThatIsNotThere() throws Exception {
        String missing = "sha256:" + "0".repeat(64);

        try (ServerProcess server = ServerProcess.start(folder, missing, "--termination-log=" + terminationLog)) {
            assertThat(server.exitCode()).isEqualTo(65);
        }
        assertThat(terminationLog).content().contains("model " + missing + " is missing from the store");
    }

    @Test
    void refusesOptionsThatCannotBe() throws Exception {
        try (ServerProcess server = start("--max-rows=0")) {
            assertThat(server.exitCode()).isEqualTo(2);
        }
        assertThat(folder.resolve("server.log")).content().contains("--max-rows must be at least 1, not 0");
    }

    @Test
    void outlivesALongCommandLine() throws Exception {
        // ONNX Runtime matches the command line with a deep recursion.
        try (ServerProcess server = start("--model-version=1", "--termination-log=/tmp/" + "x/".repeat(20_000))) {
            server.awaitReady();
            server.terminate();
            assertThat(server.exitCode()).isZero();
        }
    }
}
