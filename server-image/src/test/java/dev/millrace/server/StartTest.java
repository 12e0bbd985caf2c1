package dev.millrace.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.contract.bundle.ModelManifest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartTest {
    @TempDir
    private Path folder;

    @Test
    void whoWouldStopItKnowsItBeforeItIsReady() {
        SampleStore store = new SampleStore(folder);
        ModelManifest model = store.numbers(2);
        List<Integer> before = new ArrayList<>();

        ModelServer server = ModelServer.start(
                RunningServer.options(store, model, Duration.ZERO), starting -> before.add(readiness(starting)));

        assertThat(before).containsExactly(503);
        assertThat(readiness(server)).isEqualTo(200);
        assertThat(server.stop()).isTrue();
    }

    private static int readiness(ModelServer server) {
        try {
            URI probe = URI.create("http://127.0.0.1:" + server.port() + "/v2/health/ready");
            return HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(probe).build(), HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
