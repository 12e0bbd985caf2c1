import dev.millrace.local.Cluster;
import dev.millrace.local.ServerClient;
import dev.millrace.local.apiserver.ApiServer;
import dev.millrace.local.apiserver.Options;
import dev.millrace.local.node.image.Image;
import dev.millrace.local.node.image.ImageMissingException;
import dev.millrace.local.node.image.Images;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * RunsAtOnce CRDS FOLDER ROUNDS RUNS: creates so many TrainingRuns at once in an embedded cluster with an operator, all in this process, and
 * prints a line for each round, as rows of a table. A round has a namespace of its own.
 */
public final class RunsAtOnce {
    private static final int CREATORS = 8;
    private static final long PATIENCE_SECONDS = 300;
    private static final String DIGEST = "sha256:" + "0".repeat(64);

    private final KubernetesClient client;
    private final int runs;

    private RunsAtOnce(KubernetesClient client, int runs) {
        this.client = client;
        this.runs = runs;
    }

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[1]);
        int rounds = Integer.parseInt(arguments[2]);
        ApiServer server = ApiServer.start(new Options(0, folder.resolve("objects")));
        if (arguments[4].equals("whole")) {
            Cluster.start(server, new Cluster.Settings(folder, new NoImages(), 0));
        }
        Path kubeconfig = Files.writeString(folder.resolve("kubeconfig"), server.kubeconfig());
        KubernetesClient client = ServerClient.of(server.address(), "default");
        installKinds(client, Path.of(arguments[0]));
        RunsAtOnce benchmark = new RunsAtOnce(client, Integer.parseInt(arguments[3]));
        // Before there is an operator: a version that is ready is left alone.
        for (int round = 1; round <= rounds; round++) {
            benchmark.prepare(round);
        }
        System.setProperty("kubeconfig", kubeconfig.toString());
        Thread operator = new Thread(() -> dev.millrace.operator.Main.main(new String[] {
            "--no-leader-election",
            "--health-port=0",
            "--bind-address=127.0.0.1",
            "--trainer-image=trainer:none",
            "--server-image=server:none",
            "--store-claim=store"
        }));
        operator.setDaemon(true);
        operator.start();

        for (int round = 1; round <= rounds; round++) {
            System.out.println(benchmark.round(round));
        }
        client.close();
        Runtime.getRuntime().halt(0);
    }

    private static void installKinds(KubernetesClient client, Path folder) throws Exception {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(name -> name.toString().endsWith(".millrace.dev.yaml")).toList()) {
                var kind = client.apiextensions().v1().customResourceDefinitions().load(file.toFile());
                kind.create();
                kind.waitUntilCondition(
                        definition -> definition.getStatus() != null
                                && definition.getStatus().getConditions().stream()
                                        .anyMatch(condition -> condition.getType().equals("Established")
                                                && condition.getStatus().equals("True")),
                        30,
                        TimeUnit.SECONDS);
            }
        }
    }

    /** A row: the round, and the seconds until all runs were created, and until all had a Job; processor seconds of both. */
    private String round(int number) throws Exception {
        String namespace = "round-" + number;
        Set<String> owners = ConcurrentHashMap.newKeySet();
        CountDownLatch jobs = new CountDownLatch(runs);
        var watch = client.batch().v1().jobs().inNamespace(namespace).watch(new Watcher<Job>() {
            @Override
            public void eventReceived(Action action, Job job) {
                if (owners.add(job.getMetadata().getOwnerReferences().get(0).getName())) {
                    jobs.countDown();
                }
            }

            @Override
            public void onClose(WatcherException cause) {}
        });
        long cpu = processorNanos();
        long begin = System.nanoTime();
        createRuns(namespace);
        double created = since(begin);
        boolean all = jobs.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        double finished = since(begin);
        double processor = (processorNanos() - cpu) / 1e9;
        watch.close();
        if (!all) {
            throw new IllegalStateException("only " + owners.size() + " of " + runs + " runs have a Job after "
                    + PATIENCE_SECONDS + " s");
        }
        client.namespaces().withName(namespace).delete();
        client.namespaces().withName(namespace).waitUntilCondition(gone -> gone == null, PATIENCE_SECONDS, TimeUnit.SECONDS);
        return "| %d | %.1f | %.1f | %.1f |".formatted(number, created, finished, processor);
    }

    /** A namespace with a store that is never bound, so that no pod runs, and with a version to train on. */
    private void prepare(int number) {
        String namespace = "round-" + number;
        client.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(namespace)
                        .endMetadata()
                        .build())
                .create();
        client.resource(new PersistentVolumeClaimBuilder()
                        .withNewMetadata()
                        .withName("store")
                        .withNamespace(namespace)
                        .endMetadata()
                        .withNewSpec()
                        .withAccessModes("ReadWriteMany")
                        .withStorageClassName("none")
                        .withNewResources()
                        .withRequests(Map.of("storage", new Quantity("1Gi")))
                        .endResources()
                        .endSpec()
                        .build())
                .create();
        GenericKubernetesResource version = client.resource(object(namespace, "DatasetVersion", "houses", """
                        spec:
                          source: {configMap: {name: houses, key: houses.csv}}
                        """)).create();
        version.setAdditionalProperty("status", Serialization.unmarshal("""
                phase: Ready
                digest: %s
                view: %s
                conditions:
                  - {type: Ready, status: "True", reason: Ingested, message: done, lastTransitionTime: "2026-01-01T00:00:00Z"}
                  - {type: Finished, status: "True", reason: Ingested, message: done, lastTransitionTime: "2026-01-01T00:00:00Z"}
                """.formatted(DIGEST, DIGEST), Map.class));
        client.resource(version).updateStatus();
    }

    private void createRuns(String namespace) throws InterruptedException {
        ExecutorService creators = Executors.newFixedThreadPool(CREATORS);
        for (int i = 0; i < runs; i++) {
            // Each trains another model: each has a plan of its own.
            GenericKubernetesResource run = object(namespace, "TrainingRun", "run-" + i, """
                    spec:
                      dataset: {name: houses}
                      model: {task: regression, layers: [{type: dense, units: %d}]}
                    """.formatted(1 + i));
            creators.execute(() -> client.resource(run).create());
        }
        creators.shutdown();
        if (!creators.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException("the runs were not created in " + PATIENCE_SECONDS + " s");
        }
    }

    private static GenericKubernetesResource object(String namespace, String kind, String name, String rest) {
        return Serialization.unmarshal(
                """
                apiVersion: millrace.dev/v1alpha1
                kind: %s
                metadata: {namespace: %s, name: %s}
                """.formatted(kind, namespace, name)
                        + rest,
                GenericKubernetesResource.class);
    }

    private static double since(long begin) {
        return (System.nanoTime() - begin) / 1e9;
    }

    private static long processorNanos() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }

    /** No pod runs here. */
    private static final class NoImages implements Images {
        @Override
        public Image image(String reference) throws ImageMissingException {
            throw new ImageMissingException(reference);
        }

        @Override
        public List<String> references() {
            return List.of();
        }
    }
}
