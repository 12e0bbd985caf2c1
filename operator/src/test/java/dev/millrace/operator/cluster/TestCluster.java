package dev.millrace.operator.cluster;

import dev.millrace.local.Cluster;
import dev.millrace.local.ServerClient;
import dev.millrace.local.apiserver.ApiServer;
import dev.millrace.local.apiserver.Options;
import dev.millrace.operator.child.Labels;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * The cluster of a whole test run, with our kinds: an embedded one, or with {@code -Dmillrace.cluster=kubeconfig} the one of {@code KUBECONFIG}.
 *
 * <p>The embedded one has all controllers, and a node that has no image: a pod that it takes says {@code ErrImagePull}.
 */
public final class TestCluster implements AutoCloseable {
    private static final String PROPERTY = "millrace.cluster";
    private static final int PATIENCE_SECONDS = 30;

    private final Supplier<KubernetesClient> clients;
    private final @Nullable Cluster embedded;
    private final KubernetesClient client;

    private TestCluster(Supplier<KubernetesClient> clients, @Nullable Cluster embedded) {
        this.clients = clients;
        this.embedded = embedded;
        this.client = newClient();
    }

    /** The one of this run. It is started for the first test that asks, and ends with the last test. */
    public static TestCluster of(ExtensionContext test) {
        return test.getRoot()
                .getStore(Namespace.create(TestCluster.class))
                .getOrComputeIfAbsent(TestCluster.class, key -> start(), TestCluster.class);
    }

    private static TestCluster start() {
        String which = System.getProperty(PROPERTY, "embedded");
        TestCluster cluster =
                switch (which) {
                    case "embedded" -> embedded();
                    case "kubeconfig" -> new TestCluster(() -> new KubernetesClientBuilder().build(), null);
                    default ->
                        throw new IllegalArgumentException(
                                "-D" + PROPERTY + "=" + which + ": use embedded or kubeconfig");
                };
        cluster.refuseAnotherMillrace();
        cluster.installKinds();
        return cluster;
    }

    private static TestCluster embedded() {
        try {
            ApiServer server = ApiServer.start(Options.inMemory());
            Path folder = Files.createTempDirectory(Path.of("target"), "cluster-");
            Cluster cluster = Cluster.start(server, new Cluster.Settings(folder, new NoImages(), 0));
            return new TestCluster(() -> ServerClient.of(server.address(), "default"), cluster);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void refuseAnotherMillrace() {
        boolean installed = client
                .apps()
                .deployments()
                .inAnyNamespace()
                .withLabel(Labels.NAME, "millrace-operator")
                .list()
                .getItems()
                .stream()
                .anyMatch(operator -> operator.getSpec().getReplicas() > 0);
        if (installed) {
            throw new IllegalStateException(
                    "The tests need a cluster to themselves: the Millrace that is installed in the one of"
                            + " KUBECONFIG would act on their objects. Scale it to 0.");
        }
    }

    /** Kinds that are there already are left alone: others may use them. */
    private void installKinds() {
        for (CustomResourceDefinition definition : definitions()) {
            var kind = client.resource(definition);
            if (kind.get() == null) {
                kind.create();
            }
            kind.waitUntilCondition(TestCluster::isEstablished, PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
    }

    private List<CustomResourceDefinition> definitions() {
        try (Stream<Path> files = Files.list(Path.of("../crds"))) {
            return files.filter(file -> file.toString().endsWith(".millrace.dev.yaml"))
                    .map(file -> client.apiextensions()
                            .v1()
                            .customResourceDefinitions()
                            .load(file.toFile())
                            .item())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isEstablished(CustomResourceDefinition definition) {
        return definition != null
                && definition.getStatus() != null
                && definition.getStatus().getConditions().stream()
                        .anyMatch(condition -> condition.getType().equals("Established")
                                && condition.getStatus().equals("True"));
    }

    /** What tests write and look with. */
    public KubernetesClient client() {
        return client;
    }

    /** For a process that closes its client at its end. */
    public KubernetesClient newClient() {
        return clients.get();
    }

    @Override
    public void close() throws IOException {
        client.close();
        if (embedded != null) {
            embedded.close();
        }
    }
}
