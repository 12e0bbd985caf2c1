package dev.millrace.local.proxy;

import dev.millrace.local.apiserver.PodStreams;
import dev.millrace.local.controller.Informers;
import dev.millrace.local.controller.KeyedQueue;
import dev.millrace.local.controller.Workbench;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointPort;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens for each Service on its cluster address, as long as a pod answers for it.
 *
 * <p>Where that address or a port below 1024 may not be listened on, another one is, and the Service's annotation {@link #ADDRESS} names it.
 */
public final class ServiceProxy implements AutoCloseable {
    /** The annotation of a Service with the places of its ports, such as {@code http=127.0.0.1:40123}, where they are not what its spec says. */
    public static final String ADDRESS = "local.millrace.dev/address";

    private static final Logger LOG = LoggerFactory.getLogger(ServiceProxy.class);

    private final Workbench bench;
    private final PodStreams pods;
    private final Listeners listeners = new Listeners();
    private final KeyedQueue queue;
    /** By service key and port. */
    private final Map<String, Map<Integer, Listener>> open = new ConcurrentHashMap<>();

    public ServiceProxy(Workbench bench, PodStreams pods) {
        this.bench = bench;
        this.pods = pods;
        this.queue = new KeyedQueue("services", bench.threads(), this::reconcile);
        bench.informers().services().addEventHandler(Informers.onChange(service -> queue.add(KeyedQueue.key(service))));
        bench.informers().endpointSlices().addEventHandler(Informers.onChange(this::sliceChanged));
    }

    /** Begins to work: the caches are filled. */
    public void start() {
        queue.open();
    }

    private void sliceChanged(EndpointSlice slice) {
        String service = slice.getMetadata().getLabels() == null
                ? null
                : slice.getMetadata().getLabels().get("kubernetes.io/service-name");
        if (service != null) {
            queue.add(KeyedQueue.key(slice.getMetadata().getNamespace(), service));
        }
    }

    /** Where a port of a Service is reached from this machine; empty: no pod answers for it. */
    public Optional<InetSocketAddress> address(String namespace, String service, int port) {
        return Optional.ofNullable(open.get(KeyedQueue.key(namespace, service)))
                .map(ports -> ports.get(port))
                .map(Listener::address);
    }

    private Optional<Duration> reconcile(String key) {
        Service service = bench.informers().services().getStore().getByKey(key);
        Map<Integer, Listener> before = open.getOrDefault(key, Map.of());
        Map<Integer, Listener> wanted = new HashMap<>();
        if (service != null && hasAddress(service)) {
            for (ServicePort port : service.getSpec().getPorts()) {
                List<InetSocketAddress> targets = targets(service, port);
                if (!targets.isEmpty() && !"UDP".equals(port.getProtocol())) {
                    InetSocketAddress address =
                            new InetSocketAddress(service.getSpec().getClusterIP(), port.getPort());
                    listen(before.get(port.getPort()), address, targets)
                            .ifPresent(listener -> wanted.put(port.getPort(), listener));
                }
            }
        }
        before.values().stream()
                .filter(listener -> !wanted.containsValue(listener))
                .forEach(Listener::close);
        if (wanted.isEmpty()) {
            open.remove(key);
        } else {
            open.put(key, Map.copyOf(wanted));
        }
        if (service != null) {
            annotate(service, wanted);
        }
        return Optional.empty();
    }

    private static boolean hasAddress(Service service) {
        String address = service.getSpec().getClusterIP();
        return service.getMetadata().getDeletionTimestamp() == null
                && address != null
                && !address.isEmpty()
                && !address.equals("None");
    }

    private Optional<Listener> listen(
            @Nullable Listener before, InetSocketAddress address, List<InetSocketAddress> targets) {
        if (before != null && before.isFor(address)) {
            before.update(targets);
            return Optional.of(before);
        }
        try {
            return Optional.of(listeners.open(address, targets));
        } catch (IOException e) {
            LOG.warn("a Service's address {} cannot be listened on: {}", address, e.getMessage());
            return Optional.empty();
        }
    }

    private List<InetSocketAddress> targets(Service service, ServicePort port) {
        String name = port.getName() == null ? "" : port.getName();
        List<InetSocketAddress> targets = new ArrayList<>();
        for (EndpointSlice slice : bench.informers()
                .endpointSlicesOf(
                        service.getMetadata().getNamespace(),
                        service.getMetadata().getName())) {
            for (EndpointPort candidate : slice.getPorts()) {
                if (name.equals(candidate.getName() == null ? "" : candidate.getName())
                        && candidate.getPort() != null) {
                    slice.getEndpoints().stream()
                            .filter(ServiceProxy::isReady)
                            .map(endpoint -> target(endpoint, candidate.getPort()))
                            .flatMap(Optional::stream)
                            .forEach(targets::add);
                }
            }
        }
        return targets;
    }

    private static boolean isReady(Endpoint endpoint) {
        return endpoint.getConditions() == null
                || !Boolean.FALSE.equals(endpoint.getConditions().getReady());
    }

    private Optional<InetSocketAddress> target(Endpoint endpoint, int port) {
        var reference = endpoint.getTargetRef();
        if (reference == null || !"Pod".equals(reference.getKind())) {
            return endpoint.getAddresses().stream().findFirst().map(address -> new InetSocketAddress(address, port));
        }
        try {
            return Optional.of(pods.address(reference.getNamespace(), reference.getName(), port));
        } catch (IOException e) {
            LOG.debug("pod {} is gone", reference.getName(), e);
            return Optional.empty();
        }
    }

    private void annotate(Service service, Map<Integer, Listener> ports) {
        Map<String, String> elsewhere = new TreeMap<>();
        for (ServicePort port : service.getSpec().getPorts()) {
            Listener listener = ports.get(port.getPort());
            if (listener != null && listener.isElsewhere()) {
                String name = port.getName() == null ? Integer.toString(port.getPort()) : port.getName();
                InetSocketAddress address = listener.address();
                elsewhere.put(name, address.getHostString() + ":" + address.getPort());
            }
        }
        String wanted = elsewhere.isEmpty()
                ? null
                : elsewhere.entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + entry.getValue())
                        .collect(Collectors.joining(","));
        Map<String, String> annotations = service.getMetadata().getAnnotations();
        String present = annotations == null ? null : annotations.get(ADDRESS);
        if (!Objects.equals(wanted, present)) {
            bench.client()
                    .services()
                    .inNamespace(service.getMetadata().getNamespace())
                    .withName(service.getMetadata().getName())
                    .patch(
                            PatchContext.of(PatchType.JSON_MERGE),
                            "{\"metadata\":{\"annotations\":{\"" + ADDRESS + "\":"
                                    + (wanted == null ? "null" : "\"" + wanted + "\"") + "}}}");
        }
    }

    @Override
    public void close() {
        listeners.close();
    }
}
