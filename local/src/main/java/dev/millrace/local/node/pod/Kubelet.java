package dev.millrace.local.node.pod;

import dev.millrace.local.apiserver.LogOptions;
import dev.millrace.local.apiserver.PodContainer;
import dev.millrace.local.apiserver.PodStreams;
import dev.millrace.local.node.container.ContainerProcess;
import dev.millrace.local.node.container.Limits;
import dev.millrace.local.node.log.LogFile;
import dev.millrace.local.node.log.LogQuery;
import dev.millrace.local.node.log.LogReader;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the pods that are assigned to this node, and lets the API server read their logs and reach their ports. */
public final class Kubelet implements ResourceEventHandler<Pod>, PodStreams {
    private static final Logger LOG = LoggerFactory.getLogger(Kubelet.class);
    private static final Duration MEMORY_CHECK = Duration.ofSeconds(2);
    private static final Duration DISK_CHECK = Duration.ofSeconds(10);

    private final Surroundings around;
    /** By uid: a name may be given anew while the old pod is on its way out. */
    private final Map<String, PodWorker> workers = new ConcurrentHashMap<>();

    private volatile boolean stopping;

    public Kubelet(Surroundings around) {
        this.around = around;
        ProcessRecord.killLeftBehind(around.folders());
    }

    /** Begins the checks that go on as long as the node does. */
    public void start() {
        every(MEMORY_CHECK, this::checkMemory);
        every(DISK_CHECK, this::checkDisk);
    }

    private void every(Duration period, Runnable check) {
        around.threads().clock().every(period, () -> around.threads().looks().execute(check));
    }

    @Override
    public void onAdd(Pod pod) {
        take(pod);
    }

    @Override
    public void onUpdate(Pod before, Pod pod) {
        take(pod);
    }

    @Override
    public void onDelete(Pod pod, boolean finalStateUnknown) {
        PodWorker worker = workers.remove(pod.getMetadata().getUid());
        if (worker != null) {
            worker.vanish();
        }
    }

    private void take(Pod pod) {
        if (stopping || !around.identity().name().equals(pod.getSpec().getNodeName())) {
            return;
        }
        String uid = pod.getMetadata().getUid();
        PodWorker present = workers.get(uid);
        if (present != null) {
            present.update(pod);
            return;
        }
        PodWorker worker = new PodWorker(pod, around);
        workers.put(uid, worker);
        worker.begin();
    }

    /** A container above its memory limit is killed, as by the kernel under a cgroup. */
    private void checkMemory() {
        workers.values()
                .forEach(worker -> worker.execute(() -> worker.runs().forEach(run -> {
                    ContainerProcess process = run.process();
                    OptionalLong limit = Limits.of(run.container()).memoryBytes();
                    if (process != null && limit.isPresent()) {
                        OptionalLong held = Memory.of(process.pid());
                        if (held.isPresent() && held.getAsLong() > limit.getAsLong()) {
                            run.killForMemory();
                        }
                    }
                })));
    }

    /** A pod whose emptyDir has outgrown its limit has to go. */
    private void checkDisk() {
        for (PodWorker worker : workers.values()) {
            try {
                around.volumes().outgrown(worker.pod()).ifPresent(worker::evict);
            } catch (UncheckedIOException e) {
                LOG.debug("a volume changed while it was measured", e);
            }
        }
    }

    @Override
    public Log log(PodContainer container, LogOptions options) throws IOException {
        PodWorker worker = workers.get(container.uid());
        LogFile file = worker == null ? null : worker.log(container.container(), options.previous());
        if (file == null) {
            throw new Refusal(400, noLog(worker, container, options));
        }
        LogReader reader = new LogReader(
                file,
                new LogQuery(
                        options.follow(),
                        options.tailLines().isPresent()
                                ? OptionalLong.of(options.tailLines().getAsInt())
                                : OptionalLong.empty(),
                        Optional.ofNullable(options.since()),
                        options.timestamps(),
                        options.limitBytes()));
        return new Log() {
            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                return reader.read(buffer, offset, length);
            }

            @Override
            public void close() {
                try {
                    reader.close();
                } catch (IOException e) {
                    LOG.debug("a log was closed badly", e);
                }
            }
        };
    }

    private static String noLog(@Nullable PodWorker worker, PodContainer container, LogOptions options) {
        if (options.previous()) {
            return "previous terminated container \"%s\" in pod \"%s\" not found"
                    .formatted(container.container(), container.pod());
        }
        String reason = worker == null
                ? "ContainerCreating"
                : worker.runs()
                        .filter(run -> run.container().getName().equals(container.container()))
                        .map(run -> run.phase() instanceof ContainerPhase.Waiting waiting ? waiting.reason() : "")
                        .findFirst()
                        .orElse("");
        return "container \"%s\" in pod \"%s\" is waiting to start: %s"
                .formatted(container.container(), container.pod(), reason);
    }

    @Override
    public InetSocketAddress address(String namespace, String pod, int port) throws IOException {
        return workers.values().stream()
                .filter(worker -> worker.pod().getMetadata().getNamespace().equals(namespace)
                        && worker.pod().getMetadata().getName().equals(pod))
                .flatMap(worker -> worker.reachable().stream())
                .findFirst()
                .map(address -> address.reach(port))
                .orElseThrow(() ->
                        new Refusal(400, "unable to forward port because pod is not running. Current status=Pending"));
    }

    /** Ends all processes, and returns when they have ended. */
    public void stop(Duration grace) {
        stopping = true;
        List<CompletableFuture<Void>> ends =
                workers.values().stream().map(worker -> worker.shutDown()).toList();
        CompletableFuture<Void> all = CompletableFuture.allOf(ends.toArray(CompletableFuture[]::new));
        if (!waited(all, grace)) {
            workers.values()
                    .forEach(worker -> worker.execute(() -> worker.runs().forEach(ContainerRun::kill)));
            waited(all, Duration.ofSeconds(2));
        }
    }

    private static boolean waited(CompletableFuture<Void> all, Duration limit) {
        try {
            all.get(limit.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (TimeoutException e) {
            return false;
        }
    }
}
