package dev.millrace.local.controller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.local.ServerClient;
import dev.millrace.local.apiserver.ApiServer;
import dev.millrace.local.apiserver.Options;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Caches come to show what is there, however their watches break. */
@Timeout(60)
class InformersTest {
    /** More than the server keeps of changes: 4 MiB. */
    private static final int TOO_MANY = 20;

    private static final String LARGE = "x".repeat(250_000);

    private final Semaphore changes = new Semaphore(0);

    @TempDir
    Path folder;

    private ApiServer server;
    private KubernetesClient direct;
    private Gate gate;
    private KubernetesClient client;
    private Informers informers;

    @BeforeEach
    void start() throws Exception {
        server = ApiServer.start(new Options(0, folder.resolve("objects")));
        direct = ServerClient.of(server.address(), "default");
        gate = new Gate(server.address());
    }

    @AfterEach
    void close() throws Exception {
        informers.close();
        client.close();
        gate.close();
        direct.close();
        server.close();
    }

    @Test
    void connectionsThatBreak() throws Exception {
        watch(false);
        create("one", "");
        await("one");

        gate.shut();
        create("two", "");
        delete("one");
        gate.open();

        await("two");
    }

    @Test
    void changesThatTheServerHasForgotten() throws Exception {
        watch(false);
        create("one", "");
        await("one");

        gate.shut();
        delete("one");
        create("two", "");
        for (int i = 0; i < TOO_MANY; i++) {
            String text = LARGE + i;
            direct.pods().withName("two").edit(pod -> new PodBuilder(pod)
                    .editMetadata()
                    .addToAnnotations("example.com/text", text)
                    .endMetadata()
                    .build());
        }
        gate.open();

        await("two");
    }

    @Test
    void aServerThatIsStartedAnewWithWhatItHad() throws Exception {
        watch(false);
        create("one", "");
        await("one");

        gate.shut();
        int port = server.address().getPort();
        server.close();
        server = ApiServer.start(new Options(port, folder.resolve("objects")));
        delete("one");
        create("two", "");
        gate.open();

        await("two");
    }

    @Test
    void eventsThatTheClientCannotRead() throws Exception {
        // Over plain HTTP the client loses what comes behind text that is not all ASCII, and ends the watch.
        watch(true);
        create("one", "Größe");
        create("two", "Größe");
        delete("one");
        create("three", "Größe");

        await("three", "two");
    }

    private void watch(boolean plainHttp) {
        Config config = new ConfigBuilder(
                        ServerClient.of(gate.address(), "default").getConfiguration())
                .withOnlyHttpWatches(plainHttp)
                .withWatchReconnectInterval(50)
                .build();
        client = new KubernetesClientBuilder().withConfig(config).build();
        informers = new Informers(client);
        informers.pods().addEventHandler(Informers.onChange(pod -> changes.release()));
        informers.start();
    }

    private void await(String... names) throws InterruptedException {
        Set<String> wanted = Set.of(names);
        while (!names().equals(wanted)) {
            assertThat(changes.tryAcquire(20, TimeUnit.SECONDS))
                    .as("only " + names() + " are seen")
                    .isTrue();
        }
    }

    private Set<String> names() {
        Set<String> names = new TreeSet<>();
        for (Pod pod : informers.pods().getStore().list()) {
            names.add(pod.getMetadata().getName());
        }
        return names;
    }

    private void create(String name, String text) {
        direct.pods()
                .resource(new PodBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withAnnotations(Map.of("example.com/text", text))
                        .endMetadata()
                        .withNewSpec()
                        .addNewContainer()
                        .withName("main")
                        .withImage("trainer")
                        .endContainer()
                        .endSpec()
                        .build())
                .create();
    }

    private void delete(String name) {
        direct.pods().withName(name).withGracePeriod(0).delete();
    }
}
