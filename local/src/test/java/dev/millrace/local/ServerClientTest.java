package dev.millrace.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerClientTest {
    private static final String KUBECONFIG = "kubeconfig";

    private final List<String> secrets = new CopyOnWriteArrayList<>();
    private HttpServer server;

    @BeforeEach
    void refuseEverybody() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            secrets.addAll(exchange.getRequestHeaders().getOrDefault("Authorization", List.of()));
            exchange.sendResponseHeaders(401, -1);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void close() {
        server.stop(0);
        System.clearProperty(KUBECONFIG);
    }

    @Test
    void sendsNoSecretOfAnotherCluster(@TempDir Path folder) throws Exception {
        Path another = Files.writeString(folder.resolve("config"), """
                apiVersion: v1
                kind: Config
                clusters: [{name: work, cluster: {server: "https://work.example"}}]
                contexts: [{name: work, context: {cluster: work, user: me}}]
                users: [{name: me, user: {token: secret-of-work}}]
                current-context: work
                """);
        System.setProperty(KUBECONFIG, another.toString());

        URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        try (KubernetesClient client = ServerClient.of(address, "default")) {
            assertThatThrownBy(() -> client.pods().list())
                    .isInstanceOfSatisfying(KubernetesClientException.class, refused -> assertThat(refused.getCode())
                            .isEqualTo(401));
        }

        assertThat(secrets).isEmpty();
    }
}
