package dev.millrace.local.apiserver.proxy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.local.apiserver.PodStreams;
import dev.millrace.local.apiserver.document.Fields;
import dev.millrace.local.apiserver.failure.Reason;
import dev.millrace.local.apiserver.failure.Refused;
import dev.millrace.local.apiserver.storage.ObjectKey;
import dev.millrace.local.apiserver.storage.Store;
import dev.millrace.local.apiserver.storage.StoredObject;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds out where the pods are that may answer. */
final class Destinations {
    private static final Logger LOG = LoggerFactory.getLogger(Destinations.class);
    private static final int HTTP = 80;

    private final Store store;
    private final Supplier<@Nullable PodStreams> kubelet;

    Destinations(Store store, Supplier<@Nullable PodStreams> kubelet) {
        this.store = store;
        this.kubelet = kubelet;
    }

    /**
     * The ready pods behind a port of a Service, in random order; it asks the kubelet, and may block.
     *
     * @throws Refused where there is no such port, or nobody is behind it
     */
    List<InetSocketAddress> ofService(String namespace, ProxyPath path) {
        String port = portName(namespace, path);
        StoredObject endpoints = store.resource("endpoints").get(new ObjectKey(namespace, path.name()));
        List<InetSocketAddress> found = new ArrayList<>();
        if (endpoints != null) {
            for (ObjectNode subset : Fields.items(endpoints.tree(), "subsets")) {
                for (ObjectNode candidate : Fields.items(subset, "ports")) {
                    if (Fields.text(candidate, "name").equals(port)) {
                        int number = candidate.path("port").asInt();
                        Fields.items(subset, "addresses")
                                .forEach(address -> located(address, number).ifPresent(found::add));
                    }
                }
            }
        }
        if (found.isEmpty()) {
            throw unavailable("no endpoints available for service \"" + path.name() + "\"");
        }
        Collections.shuffle(found);
        return found;
    }

    /** A Service's port is asked for by its number or its name; endpoints know the name. */
    private String portName(String namespace, ProxyPath path) {
        StoredObject service = store.resource("services").get(new ObjectKey(namespace, path.name()));
        if (service == null) {
            throw Refused.notFound(new Refused.Subject("", "services", path.name()));
        }
        if (path.port().isEmpty() || !path.port().chars().allMatch(Character::isDigit)) {
            return path.port();
        }
        return Fields.items(service.tree().path("spec"), "ports").stream()
                .filter(port -> port.path("port").asText().equals(path.port()))
                .map(port -> Fields.text(port, "name"))
                .findFirst()
                .orElseThrow(() ->
                        unavailable("no service port %s found for service \"%s\"".formatted(path.port(), path.name())));
    }

    private Optional<InetSocketAddress> located(ObjectNode address, int port) {
        ObjectNode pod = Fields.child(address, "targetRef");
        PodStreams node = kubelet.get();
        if (pod == null || !Fields.text(pod, "kind").equals("Pod") || node == null) {
            return Optional.of(new InetSocketAddress(Fields.text(address, "ip"), port));
        }
        try {
            return Optional.of(node.address(Fields.text(pod, "namespace"), Fields.text(pod, "name"), port));
        } catch (IOException e) {
            LOG.debug("pod {} is gone", Fields.text(pod, "name"), e);
            return Optional.empty();
        }
    }

    /**
     * A port of a pod, the first that it declares where none is asked for; it asks the kubelet, and may block.
     *
     * @throws Refused where there is no such pod, or it has no address
     */
    List<InetSocketAddress> ofPod(String namespace, ProxyPath path) {
        StoredObject pod = store.resource("pods").get(new ObjectKey(namespace, path.name()));
        if (pod == null) {
            throw Refused.notFound(new Refused.Subject("", "pods", path.name()));
        }
        PodStreams node = kubelet.get();
        if (node == null) {
            throw unavailable("the kubelet of the node is not running");
        }
        try {
            return List.of(node.address(namespace, path.name(), port(pod.tree(), path.port())));
        } catch (IOException e) {
            throw Refused.badRequest("address not allowed");
        }
    }

    private static int port(ObjectNode pod, String asked) {
        if (asked.isEmpty()) {
            return Fields.items(pod.path("spec"), "containers").stream()
                    .flatMap(container -> Fields.items(container, "ports").stream())
                    .map(port -> port.path("containerPort").asInt())
                    .findFirst()
                    .orElse(HTTP);
        }
        try {
            return Integer.parseInt(asked);
        } catch (NumberFormatException e) {
            throw Refused.badRequest("invalid pod port \"" + asked + "\"");
        }
    }

    private static Refused unavailable(String message) {
        return Refused.because(Reason.SERVICE_UNAVAILABLE, message);
    }
}
