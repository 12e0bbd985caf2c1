package dev.millrace.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.Config;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClientConfigurationTest {
    private static final String KUBECONFIG = "kubeconfig";

    @TempDir
    Path folder;

    @AfterEach
    void forget() {
        System.clearProperty(KUBECONFIG);
    }

    @Test
    void whoHasNoTokenDoesNotLookForOneAtEachRequest() throws IOException {
        Config config = load("{}");

        assertThat(config.getMasterUrl()).isEqualTo("https://cluster.example/");
        assertThat(config.getOauthTokenProvider().getToken()).isEmpty();
    }

    @Test
    void whoHasATokenGetsTheNextOne() throws IOException {
        Config config = load("{token: first}");

        assertThat(config.getAutoOAuthToken()).isEqualTo("first");
        assertThat(config.getOauthTokenProvider()).isNull();
    }

    private Config load(String user) throws IOException {
        Path file = Files.writeString(folder.resolve("config"), """
                apiVersion: v1
                kind: Config
                clusters: [{name: c, cluster: {server: "https://cluster.example"}}]
                contexts: [{name: c, context: {cluster: c, user: me}}]
                users: [{name: me, user: %s}]
                current-context: c
                """.formatted(user));
        System.setProperty(KUBECONFIG, file.toString());
        return ClientConfiguration.load();
    }
}
