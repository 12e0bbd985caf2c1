package dev.millrace.local.node;

import dev.millrace.local.apiserver.PodStreams;
import dev.millrace.local.controller.Workbench;
import dev.millrace.local.launch.LaunchClasses;
import dev.millrace.local.node.address.OwnAddresses;
import dev.millrace.local.node.address.PodAddresses;
import dev.millrace.local.node.address.SharedAddress;
import dev.millrace.local.node.image.Images;
import dev.millrace.local.node.pod.Kubelet;
import dev.millrace.local.node.pod.NodeIdentity;
import dev.millrace.local.node.pod.ServerAccess;
import dev.millrace.local.node.pod.StatusWriter;
import dev.millrace.local.node.pod.Surroundings;
import dev.millrace.local.node.probe.Prober;
import dev.millrace.local.node.volume.NodeFolders;
import dev.millrace.local.node.volume.Volumes;
import dev.millrace.local.timer.Timers;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;

/** The one node of the embedded cluster: this machine. */
public final class Node implements AutoCloseable {
    /** The name of its Node object. */
    public static final String NAME = "local";

    private static final String ADDRESS = "127.0.0.1";
    private static final Duration HEARTBEAT = Duration.ofMinutes(5);

    private final Workbench bench;
    private final NodeIdentity identity;
    private final Kubelet kubelet;
    private final Timers clock;
    private final Timers writer;
    private final ExecutorService workers;

    /**
     * What a node is told.
     *
     * @param folders where it keeps everything
     * @param images that it has
     * @param gpus that it claims to have
     * @param access of its pods to the API server
     */
    public record Settings(NodeFolders folders, Images images, int gpus, ServerAccess access) {}

    /**
     * A node that does nothing yet.
     *
     * @throws IOException if its folder cannot be written
     */
    public Node(Settings settings, Workbench bench) throws IOException {
        this.bench = bench;
        this.identity = new NodeIdentity(NAME, ADDRESS, NodeObject.allocatable(settings.gpus()));
        this.clock = new Timers("node-clock", 1);
        this.writer = new Timers("pod-statuses", 1);
        this.workers = Executors.newCachedThreadPool(daemon("pods"));
        NodeFolders folders = settings.folders();
        LaunchClasses.unpack(folders.launch());
        LiveConfig config = new LiveConfig(bench.client());
        PodAddresses addresses = OwnAddresses.supported() ? OwnAddresses.of(folders.root()) : new SharedAddress();
        this.kubelet = new Kubelet(new Surroundings(
                identity,
                folders,
                settings.images(),
                config,
                new Volumes(
                        folders,
                        config,
                        new BoundClaims(bench.informers(), folders),
                        new ServiceAccountTokens(bench.client())),
                addresses,
                settings.access(),
                new Surroundings.Reports(new StatusWriter(bench.client(), writer), bench.events()),
                new Prober.Threads(clock, workers),
                bench.clock()));
        bench.informers().pods().addEventHandler(kubelet);
    }

    private static ThreadFactory daemon(String name) {
        return work -> {
            Thread thread = new Thread(work, name);
            thread.setDaemon(true);
            return thread;
        };
    }

    /** Logs of its pods, and where their ports are. */
    public PodStreams streams() {
        return kubelet;
    }

    /** Shows the node; it takes pods from now on. The caches are filled. */
    public void start() {
        kubelet.start();
        beat();
        clock.every(HEARTBEAT, () -> workers.execute(this::beat));
    }

    private void beat() {
        var wanted = NodeObject.of(identity, bench.now());
        var nodes = bench.client().nodes();
        var present = nodes.withName(NAME).get();
        if (present == null) {
            present = nodes.resource(wanted).create();
        }
        present.setStatus(wanted.getStatus());
        present.getMetadata().setResourceVersion(null);
        nodes.resource(present).updateStatus();
    }

    /** Ends all processes within the grace. */
    public void stop(Duration grace) {
        kubelet.stop(grace);
    }

    @Override
    public void close() {
        clock.close();
        writer.close();
        workers.shutdownNow();
    }
}
