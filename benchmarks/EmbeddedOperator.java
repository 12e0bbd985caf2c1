import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The operator in this process, for an embedded cluster in this process. */
final class EmbeddedOperator {
    private static final long PATIENCE_SECONDS = 30;

    private EmbeddedOperator() {}

    /** Installs the kinds, and waits until they are served. */
    static void installKinds(KubernetesClient client, Path folder) throws Exception {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(name -> name.toString().endsWith(".millrace.dev.yaml")).toList()) {
                var kind = client.apiextensions().v1().customResourceDefinitions().load(file.toFile());
                kind.create();
                kind.waitUntilCondition(
                        definition -> definition.getStatus() != null
                                && definition.getStatus().getConditions().stream()
                                        .anyMatch(condition -> condition.getType().equals("Established")
                                                && condition.getStatus().equals("True")),
                        PATIENCE_SECONDS,
                        TimeUnit.SECONDS);
            }
        }
    }

    /**
     * Starts the operator in a thread of its own.
     *
     * @param folder for its kubeconfig
     * @param images of trainer and server
     */
    static void start(Path folder, String kubeconfig, String images) throws Exception {
        System.setProperty("kubeconfig", Files.writeString(folder.resolve("kubeconfig"), kubeconfig).toString());
        List<String> arguments = List.of(
                "--no-leader-election",
                "--health-port=0",
                "--bind-address=127.0.0.1",
                "--trainer-image=" + images,
                "--server-image=" + images,
                "--store-claim=store");
        Thread operator = new Thread(() -> dev.millrace.operator.Main.main(arguments.toArray(String[]::new)));
        operator.setDaemon(true);
        operator.start();
    }
}
