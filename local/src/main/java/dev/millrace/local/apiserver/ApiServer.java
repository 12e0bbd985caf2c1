package dev.millrace.local.apiserver;

import dev.millrace.local.apiserver.http.Listener;
import dev.millrace.local.apiserver.storage.Store;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An API server of Kubernetes in this JVM, for development only: it listens on the loopback address, and everybody who reaches it may
 * do everything.
 */
public final class ApiServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ApiServer.class);

    private final Store store;
    private final Assembly assembly;
    private final Listener listener;
    private final AtomicReference<@Nullable PodStreams> streams = new AtomicReference<>();

    private ApiServer(Store store, Options options) throws IOException {
        this.store = store;
        this.assembly = new Assembly(store, Clock.systemUTC(), streams::get);
        this.listener = Listener.open(options.port(), assembly::handle);
        assembly.begin(address());
    }

    /**
     * Starts one; it answers when this returns.
     *
     * @throws IOException when the port is taken, or the journal cannot be read or written; the message says which
     */
    public static ApiServer start(Options options) throws IOException {
        Store store = Store.open(options.journal());
        try {
            return new ApiServer(store, options);
        } catch (IOException e) {
            store.close();
            throw e;
        }
    }

    /** Where it answers. */
    public URI address() {
        return URI.create("http://127.0.0.1:" + listener.port());
    }

    /** Why it cannot store what it is told, such as a full disk; empty: it can. */
    public Optional<String> trouble() {
        return store.trouble();
    }

    /** The text of a kubeconfig with this server as its only cluster. */
    public String kubeconfig() {
        return """
                apiVersion: v1
                kind: Config
                clusters:
                - name: millrace
                  cluster:
                    server: %s
                contexts:
                - name: millrace
                  context:
                    cluster: millrace
                    user: millrace
                    namespace: default
                users:
                - name: millrace
                  user: {}
                current-context: millrace
                """.formatted(address());
    }

    /** How many watches are open. */
    public int watches() {
        return store.watchers();
    }

    /** From now on logs and ports of pods come from here; before, they are answered as with a kubelet that is away (503). */
    public void attach(PodStreams podStreams) {
        streams.set(podStreams);
    }

    /** Ends all connections; what was written is on the disk. */
    @Override
    public void close() {
        listener.close();
        assembly.close();
        try {
            store.close();
        } catch (IOException e) {
            LOG.error("the journal was not closed cleanly cause={}", e.getMessage());
        }
    }
}
