package dev.millrace.local.conformance.cluster;

import dev.millrace.local.Cluster;
import dev.millrace.local.apiserver.ApiServer;
import dev.millrace.local.apiserver.Options;
import dev.millrace.local.guest.GuestImages;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The cluster that a run of the tests asks: the embedded one, started for the run, or with {@code -Dmillrace.cluster=kubeconfig} the one of
 * {@code KUBECONFIG}.
 */
final class ClusterUnderTest implements AutoCloseable {
    private static final String KUBECONFIG = "kubeconfig";

    private final Path kubeconfig;
    private final String image;
    private final KubernetesClient client;
    private final @Nullable Cluster embedded;
    private final Path folder;

    private ClusterUnderTest(Path folder, Path kubeconfig, String image, @Nullable Cluster embedded)
            throws IOException {
        this.kubeconfig = kubeconfig;
        this.image = image;
        this.embedded = embedded;
        this.folder = folder;
        Config config = new ConfigBuilder(Config.fromKubeconfig(Files.readString(kubeconfig)))
                // What a server answers is what is tested: nothing is tried again behind a test's back.
                .withRequestRetryBackoffLimit(0)
                .build();
        this.client = new KubernetesClientBuilder().withConfig(config).build();
    }

    static ClusterUnderTest start() throws IOException {
        String which = System.getProperty("millrace.cluster", "embedded");
        return switch (which) {
            case "embedded" -> embedded();
            case KUBECONFIG -> ofKubeconfig();
            default ->
                throw new IllegalArgumentException("-Dmillrace.cluster=" + which + ": use embedded or " + KUBECONFIG);
        };
    }

    private static ClusterUnderTest embedded() throws IOException {
        Path folder = folder();
        ApiServer server = ApiServer.start(new Options(0, folder.resolve("objects")));
        Path kubeconfig = Files.writeString(folder.resolve(KUBECONFIG), server.kubeconfig());
        Cluster cluster = Cluster.start(server, new Cluster.Settings(folder, new GuestImages(), 0));
        return new ClusterUnderTest(folder, kubeconfig, GuestImages.GUEST, cluster);
    }

    private static ClusterUnderTest ofKubeconfig() throws IOException {
        String files = System.getenv("KUBECONFIG");
        if (files == null) {
            throw new IllegalStateException("-Dmillrace.cluster=kubeconfig needs KUBECONFIG");
        }
        Path first = Path.of(files.split(File.pathSeparator, 2)[0]).toAbsolutePath();
        return new ClusterUnderTest(folder(), first, System.getProperty("conformance.image"), null);
    }

    private static Path folder() throws IOException {
        return Files.createTempDirectory("millrace-conformance-");
    }

    KubernetesClient client() {
        return client;
    }

    /** kubectl in a namespace, where it is installed. */
    Kubectl kubectl(String namespace) {
        return Kubectl.installed(
                Map.of(
                        "KUBECONFIG",
                        kubeconfig.toString(),
                        "KUBECACHEDIR",
                        folder.resolve("kubectl").toString()),
                namespace);
    }

    /** An image that pods can have; it has a shell and a Java virtual machine. */
    String image() {
        return image;
    }

    @Override
    public void close() throws IOException {
        client.close();
        if (embedded != null) {
            embedded.close();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
