import dev.millrace.local.Cluster;
import dev.millrace.local.ServerClient;
import dev.millrace.local.apiserver.ApiServer;
import dev.millrace.local.apiserver.Options;
import dev.millrace.local.node.image.Image;
import dev.millrace.local.node.image.Images;
import dev.millrace.local.node.image.Program;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * Churn CRDS FOLDER MINUTES: keeps an embedded cluster with an operator, all in this process, busy for so long, and fails where something has
 * leaked: what there is of it when all is deleted again is more than after the warm-up.
 */
public final class Churn {
    /** Until the API server's windows of past events, which are bounded, are full. */
    private static final Duration WARM_UP = Duration.ofMinutes(4);
    /** Idle threads of pools and idle connections live for a minute. */
    private static final Duration SETTLING = Duration.ofSeconds(150);

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final ApiServer server;
    private final Path folder;
    private final List<Labour> labours;

    private Churn(ApiServer server, Path folder, List<Labour> labours) {
        this.server = server;
        this.folder = folder;
        this.labours = labours;
    }

    /** A kind of work, done again and again; each turn removes all that it made. */
    record Labour(String name, Turn turn, AtomicLong turns) {
        Labour(String name, Turn turn) {
            this(name, turn, new AtomicLong());
        }
    }

    /** One turn of a work, with a name of its own. */
    @FunctionalInterface
    interface Turn {
        void work(String name) throws Exception;
    }

    public static void main(String[] arguments) {
        int code = 1;
        try {
            code = leaks(arguments) ? 1 : 0;
        } catch (Exception e) {
            e.printStackTrace();
        }
        // The operator has no end but the process's.
        Runtime.getRuntime().halt(code);
    }

    private static boolean leaks(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[1]);
        Duration duration = Duration.ofMinutes(Long.parseLong(arguments[2]));
        ApiServer server = ApiServer.start(new Options(0, folder.resolve("objects")));
        Cluster cluster = Cluster.start(server, new Cluster.Settings(folder, new Shells(), 0));
        try (cluster;
                KubernetesClient client = ServerClient.of(server.address(), "default");
                KubernetesClient streams = streams(server)) {
            Millrace.start(client, Path.of(arguments[0]), folder, server.kubeconfig());
            Work work = new Work(client);
            Watches watches = new Watches(streams, client, server.address());
            return new Churn(
                            server,
                            folder,
                            List.of(
                                    new Labour("namespaces filled and deleted", work::objects),
                                    new Labour("watches opened and closed", watches::open),
                                    new Labour("Jobs run", work::job),
                                    new Labour("Deployments scaled", work::deployment),
                                    new Labour("TrainingRuns begun and deleted", Millrace.runs(client))))
                    .run(duration);
        }
    }

    /** A client whose watches are plain HTTP. */
    private static KubernetesClient streams(ApiServer server) {
        Config config = new ConfigBuilder(Config.empty())
                .withMasterUrl(server.address().toString())
                .withOauthTokenProvider(() -> "")
                .withOnlyHttpWatches(true)
                .build();
        return new KubernetesClientBuilder().withConfig(config).build();
    }

    private boolean run(Duration duration) throws Exception {
        System.out.println("| | watches | threads | file descriptors | processes | files | heap, MiB |");
        System.out.println("|---|---|---|---|---|---|---|");
        churn(WARM_UP);
        Counts begin = settled(null);
        System.out.println(begin.row("after " + WARM_UP.toMinutes() + " minutes"));
        churn(duration);
        Counts end = settled(begin);
        System.out.println(end.row("after " + duration.toMinutes() + " minutes more"));
        labours.forEach(labour -> System.out.println("- " + labour.turns() + " " + labour.name()));
        List<String> grown = end.grownSince(begin);
        grown.forEach(what -> System.err.println("benchmarks/soak: grown: " + what));
        if (!grown.isEmpty()) {
            Thread.getAllStackTraces().keySet().stream().map(Thread::getName).sorted().forEach(System.err::println);
        }
        return !grown.isEmpty();
    }

    private void churn(Duration duration) throws Exception {
        long end = System.nanoTime() + duration.toNanos();
        List<Thread> workers = new ArrayList<>();
        List<Exception> failures = new ArrayList<>();
        for (Labour labour : labours) {
            Thread worker = new Thread(() -> {
                try {
                    while (System.nanoTime() < end) {
                        labour.turn().work("churn-" + labour.turns().incrementAndGet());
                    }
                } catch (Exception e) {
                    synchronized (failures) {
                        failures.add(e);
                    }
                }
            });
            worker.start();
            workers.add(worker);
        }
        for (Thread worker : workers) {
            worker.join();
        }
        if (!failures.isEmpty()) {
            throw failures.get(0);
        }
    }

    /** The counts when nothing goes on any more: as soon as nothing is more than it was, or else when all that ends by itself has ended. */
    private Counts settled(Counts begin) throws Exception {
        long end = System.nanoTime() + SETTLING.toNanos();
        Counts counts = Counts.take(server, folder);
        while (System.nanoTime() < end && (begin == null || !counts.grownSince(begin).isEmpty())) {
            LockSupport.parkNanos(SECOND);
            counts = Counts.take(server, folder);
        }
        return counts;
    }

    /** One image. Pods give commands of this machine. */
    private static final class Shells implements Images {
        @Override
        public Image image(String reference) {
            return new Image(reference, "sha256:shell", new Program(List.of(), List.of(), "none"), Map.of(), Map.of());
        }

        @Override
        public List<String> references() {
            return List.of("shell");
        }
    }
}
