import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Watches of all sorts, closed in all ways. */
final class Watches {
    private static final long SECONDS = 300;
    private static final String NAMESPACE = "default";

    private final KubernetesClient streams;
    private final KubernetesClient sockets;
    private final URI server;

    Watches(KubernetesClient streams, KubernetesClient sockets, URI server) {
        this.streams = streams;
        this.sockets = sockets;
        this.server = server;
    }

    /** By a stream and by a WebSocket, by an informer, and by a connection that just ends. */
    void open(String name) throws Exception {
        watched(streams, name);
        watched(sockets, name);
        informed(name);
        abandoned();
    }

    private void watched(KubernetesClient client, String name) throws InterruptedException {
        CountDownLatch seen = new CountDownLatch(1);
        // A watch by a stream may begin after its first change: it must be told from where.
        String revision = client.configMaps().inNamespace(NAMESPACE).list().getMetadata().getResourceVersion();
        try (Watch watch = client.configMaps().inNamespace(NAMESPACE).withName(name).withResourceVersion(revision).watch(new Watcher<>() {
            @Override
            public void eventReceived(Action action, ConfigMap map) {
                if (action == Action.DELETED) {
                    seen.countDown();
                }
            }

            @Override
            public void onClose(WatcherException cause) {}
        })) {
            create(name);
            streams.configMaps().inNamespace(NAMESPACE).withName(name).delete();
            if (!seen.await(SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the watch of " + name + " did not tell of its end");
            }
        }
    }

    private void informed(String name) {
        ConfigMap map = create(name);
        try (SharedIndexInformer<ConfigMap> informer =
                sockets.configMaps().inNamespace(NAMESPACE).runnableInformer(0)) {
            informer.start().toCompletableFuture().join();
            if (informer.getStore().get(map) == null) {
                throw new IllegalStateException("the informer does not know " + name);
            }
        }
        streams.resource(map).delete();
    }

    /** Whoever is killed says nothing. */
    private void abandoned() throws IOException {
        try (Socket socket = new Socket(server.getHost(), server.getPort())) {
            socket.setSoTimeout((int) TimeUnit.SECONDS.toMillis(SECONDS));
            socket.getOutputStream()
                    .write("GET /api/v1/pods?watch=1 HTTP/1.1\r\nHost: %s\r\n\r\n"
                            .formatted(server.getAuthority())
                            .getBytes(StandardCharsets.US_ASCII));
            String status = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII)).readLine();
            if (!"HTTP/1.1 200 OK".equals(status)) {
                throw new IllegalStateException("a watch is answered " + status);
            }
            socket.setSoLinger(true, 0);
        }
    }

    private ConfigMap create(String name) {
        return streams.resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withNamespace(NAMESPACE)
                        .withName(name)
                        .endMetadata()
                        .build())
                .create();
    }
}
