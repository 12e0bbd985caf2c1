package dev.millrace.local;

import dev.millrace.local.apiserver.ApiServer;
import dev.millrace.local.controller.Controllers;
import dev.millrace.local.controller.Informers;
import dev.millrace.local.controller.Workbench;
import dev.millrace.local.event.EventRecorder;
import dev.millrace.local.node.Node;
import dev.millrace.local.node.image.Images;
import dev.millrace.local.node.pod.ServerAccess;
import dev.millrace.local.node.volume.NodeFolders;
import dev.millrace.local.proxy.ServiceProxy;
import dev.millrace.local.timer.Timers;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** An embedded Kubernetes: API server, controllers, scheduler, a node and its Services. */
public final class Cluster implements AutoCloseable {
    private static final int CONTROLLER_THREADS = 4;
    /** How long processes may take to end with the cluster. What they leave undone, the next start takes up. */
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final ApiServer server;
    private final KubernetesClient client;
    private final Timers controllerThreads;
    private final Timers eventThread;
    private final Informers informers;
    private final Node node;
    private final ServiceProxy proxy;

    /**
     * What a cluster is made of.
     *
     * @param folder of volumes, logs and what pods have to themselves
     * @param images that pods can have
     * @param gpus that its node claims to have
     */
    public record Settings(Path folder, Images images, int gpus) {}

    private Cluster(ApiServer server, Settings settings) throws IOException {
        this.server = server;
        this.client = ServerClient.withoutManagedFields(server.address(), "default");
        this.controllerThreads = new Timers("controllers", CONTROLLER_THREADS);
        this.eventThread = new Timers("events", 1);
        this.informers = new Informers(client);
        Clock clock = Clock.systemUTC();
        Workbench bench = new Workbench(
                client, informers, new EventRecorder(client, eventThread, clock), controllerThreads, clock);
        NodeFolders folders = new NodeFolders(settings.folder().toAbsolutePath().normalize());
        Controllers controllers = new Controllers(bench, folders);
        this.node = new Node(
                new Node.Settings(
                        folders,
                        settings.images(),
                        settings.gpus(),
                        new ServerAccess(server.address(), server.kubeconfig())),
                bench);
        this.proxy = new ServiceProxy(bench, node.streams());
        server.attach(node.streams());
        informers.start();
        node.start();
        proxy.start();
        controllers.start();
    }

    /**
     * Starts all of it on an API server, which it closes at its end.
     *
     * @throws IOException if the folder cannot be written
     */
    public static Cluster start(ApiServer server, Settings settings) throws IOException {
        return new Cluster(server, settings);
    }

    /** The API server. */
    public ApiServer server() {
        return server;
    }

    /** Where a port of a Service is reached from this machine; empty: no pod answers for it. */
    public Optional<InetSocketAddress> service(String namespace, String name, int port) {
        return proxy.address(namespace, name, port);
    }

    /** Ends the controllers, then the pods' processes, then the rest. */
    @Override
    public void close() throws IOException {
        controllerThreads.close();
        node.stop(GRACE);
        proxy.close();
        informers.close();
        eventThread.close();
        node.close();
        client.close();
        server.close();
    }
}
