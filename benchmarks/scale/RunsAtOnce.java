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
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.lang.management.ManagementFactory;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * RunsAtOnce server|whole CRDS FOLDER ROUNDS RUNS: creates so many TrainingRuns at once, on the embedded API server alone or on the whole cluster,
 * with an operator, all in this process; prints a row of a table for each round. A round has a namespace of its own.
 */
public final class RunsAtOnce {
    private static final int CREATORS = 8;
    private static final long PATIENCE_SECONDS = 300;
    private static final String DIGEST = "sha256:" + "0".repeat(64);

    private final URI server;
    private final KubernetesClient client;
    private final int runs;
    private final HttpClient http = HttpClient.newHttpClient();
    private final ExecutorService creators = Executors.newFixedThreadPool(CREATORS);
    private final ExecutorService timer = Executors.newSingleThreadExecutor();

    private RunsAtOnce(URI server, KubernetesClient client, int runs) {
        this.server = server;
        this.client = client;
        this.runs = runs;
    }

    public static void main(String[] arguments) throws Exception {
        boolean whole = arguments[0].equals("whole");
        Path folder = Path.of(arguments[2]);
        int rounds = Integer.parseInt(arguments[3]);
        ApiServer server = ApiServer.start(new Options(0, folder.resolve("objects")));
        if (whole) {
            Cluster.start(server, new Cluster.Settings(folder, new NoImages(), 0));
        }
        KubernetesClient client = ServerClient.of(server.address(), "default");
        EmbeddedOperator.installKinds(client, Path.of(arguments[1]));
        RunsAtOnce benchmark = new RunsAtOnce(server.address(), client, Integer.parseInt(arguments[4]));
        // Before there is an operator: a version that is ready is left alone.
        for (int round = 0; round <= rounds; round++) {
            benchmark.prepare(round);
        }
        EmbeddedOperator.start(folder, server.kubeconfig(), "none");
        // It is ready when it has begun a first run.
        new RunsAtOnce(server.address(), client, 1).round(0);

        for (int round = 1; round <= rounds; round++) {
            System.out.println((whole ? "| whole cluster " : "| API server ") + benchmark.round(round));
        }
        client.close();
        Runtime.getRuntime().halt(0);
    }

    /** A row: the round, and the seconds until all runs were created, and until all had a Job; processor seconds of both. */
    private String round(int number) throws Exception {
        String namespace = "round-" + number;
        long cpu = processorNanos();
        long begin = System.nanoTime();
        Future<Double> finished = timer.submit(() -> {
            awaitJobs(namespace);
            return since(begin);
        });
        createRuns(namespace);
        double created = since(begin);
        double jobs = finished.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        double processor = (processorNanos() - cpu) / 1e9;
        long owners = client.batch().v1().jobs().inNamespace(namespace).list().getItems().stream()
                .map(job -> job.getMetadata().getOwnerReferences().get(0).getName())
                .distinct()
                .count();
        if (owners != runs) {
            throw new IllegalStateException(owners + " of " + runs + " runs have Jobs");
        }
        client.namespaces().withName(namespace).delete();
        client.namespaces().withName(namespace).waitUntilCondition(gone -> gone == null, PATIENCE_SECONDS, TimeUnit.SECONDS);
        return "| %d | %.1f | %.1f | %.1f |".formatted(number, created, jobs, processor);
    }

    /** Returns when as many Jobs were added as there are runs. Nothing else is read: it would take the operator's time. */
    private void awaitJobs(String namespace) throws Exception {
        HttpRequest watch = HttpRequest.newBuilder(server.resolve("/apis/batch/v1/namespaces/" + namespace + "/jobs?watch=1")).build();
        try (Stream<String> events = http.send(watch, HttpResponse.BodyHandlers.ofLines()).body()) {
            events.filter(event -> event.startsWith("{\"type\":\"ADDED\"")).limit(runs).count();
        }
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

    private void createRuns(String namespace) throws Exception {
        URI runsOfNamespace = server.resolve("/apis/millrace.dev/v1alpha1/namespaces/" + namespace + "/trainingruns");
        List<Future<Integer>> answers = new ArrayList<>();
        for (int i = 0; i < runs; i++) {
            // Each trains another model: each has a plan of its own.
            String run = Serialization.asJson(object(namespace, "TrainingRun", "run-" + i, """
                    spec:
                      dataset: {name: houses}
                      model: {task: regression, layers: [{type: dense, units: %d}]}
                    """.formatted(1 + i)));
            HttpRequest create = HttpRequest.newBuilder(runsOfNamespace)
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(run))
                    .build();
            answers.add(creators.submit(
                    () -> http.send(create, HttpResponse.BodyHandlers.discarding()).statusCode()));
        }
        for (Future<Integer> answer : answers) {
            if (answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS) != HttpURLConnection.HTTP_CREATED) {
                throw new IllegalStateException("a run is answered " + answer.get());
            }
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
