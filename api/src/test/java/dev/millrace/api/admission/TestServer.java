package dev.millrace.api.admission;

import dev.millrace.local.ServerClient;
import dev.millrace.local.apiserver.ApiServer;
import dev.millrace.local.apiserver.Options;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/** The API server of a whole test run: an embedded one, or with {@code -Dmillrace.cluster=kubeconfig} the one of {@code KUBECONFIG}. */
final class TestServer implements AutoCloseable {
    private static final String PROPERTY = "millrace.cluster";

    private final @Nullable ApiServer embedded;
    private final KubernetesClient client;

    private TestServer(@Nullable ApiServer embedded, KubernetesClient client) {
        this.embedded = embedded;
        this.client = client;
    }

    /** The one of this run. It is started for the first test that asks, and ends with the last test. */
    static TestServer of(ExtensionContext test) {
        return test.getRoot()
                .getStore(Namespace.create(TestServer.class))
                .getOrComputeIfAbsent(TestServer.class, key -> start(), TestServer.class);
    }

    private static TestServer start() {
        String which = System.getProperty(PROPERTY, "embedded");
        return switch (which) {
            case "embedded" -> embedded();
            case "kubeconfig" -> new TestServer(null, new KubernetesClientBuilder().build());
            default ->
                throw new IllegalArgumentException("-D" + PROPERTY + "=" + which + ": use embedded or kubeconfig");
        };
    }

    private static TestServer embedded() {
        try {
            ApiServer embedded = ApiServer.start(Options.inMemory());
            return new TestServer(embedded, ServerClient.of(embedded.address(), "default"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    KubernetesClient client() {
        return client;
    }

    @Override
    public void close() {
        client.close();
        if (embedded != null) {
            embedded.close();
        }
    }
}
