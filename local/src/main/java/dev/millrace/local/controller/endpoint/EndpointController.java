package dev.millrace.local.controller.endpoint;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.local.controller.Informers;
import dev.millrace.local.controller.KeyedQueue;
import dev.millrace.local.controller.Pods;
import dev.millrace.local.controller.Selectors;
import dev.millrace.local.controller.Workbench;
import io.fabric8.kubernetes.api.model.Endpoints;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Lists for each Service with a selector the pods that answer for it, as an EndpointSlice and, for older clients, as Endpoints. */
public final class EndpointController {
    private static final int CONFLICT = 409;

    private final Workbench bench;
    private final KeyedQueue queue;

    public EndpointController(Workbench bench) {
        this.bench = bench;
        this.queue = new KeyedQueue("endpoints", bench.threads(), this::reconcile);
        bench.informers().services().addEventHandler(Informers.onChange(service -> queue.add(KeyedQueue.key(service))));
        bench.informers().pods().addEventHandler(Informers.onChange(this::podChanged));
    }

    /** Begins to work: the caches are filled. */
    public void start() {
        queue.open();
    }

    private void podChanged(Pod pod) {
        bench.informers().servicesIn(pod.getMetadata().getNamespace()).stream()
                .filter(service -> selects(service, pod))
                .forEach(service -> queue.add(KeyedQueue.key(service)));
    }

    private static boolean selects(Service service, Pod pod) {
        Map<String, String> selector = service.getSpec().getSelector();
        return selector != null && !selector.isEmpty() && Selectors.matches(selector, pod);
    }

    private Optional<Duration> reconcile(String key) {
        Service service = bench.informers().services().getStore().getByKey(key);
        if (service == null
                || service.getMetadata().getDeletionTimestamp() != null
                || service.getSpec().getSelector() == null
                || service.getSpec().getSelector().isEmpty()) {
            // What belongs to a Service that is gone goes with it, by its owner reference.
            return Optional.empty();
        }
        List<Pod> pods = bench.informers().podsIn(service.getMetadata().getNamespace()).stream()
                .filter(pod -> selects(service, pod))
                .filter(pod -> !Pods.isOver(pod)
                        && pod.getStatus() != null
                        && pod.getStatus().getPodIP() != null)
                .sorted(Comparator.comparing(pod -> pod.getMetadata().getName()))
                .toList();
        ServiceEndpoints wanted = new ServiceEndpoints(service, pods);
        writeSlice(wanted.slice());
        writeEndpoints(wanted.endpoints());
        return Optional.empty();
    }

    private void writeSlice(EndpointSlice wanted) {
        EndpointSlice present = bench.informers().endpointSlices().getStore().getByKey(KeyedQueue.key(wanted));
        if (present != null
                && wanted.getEndpoints().equals(present.getEndpoints())
                && wanted.getPorts().equals(present.getPorts())) {
            return;
        }
        String slices =
                "/apis/discovery.k8s.io/v1/namespaces/" + wanted.getMetadata().getNamespace() + "/endpointslices";
        if (present == null && created(slices, wanted)) {
            return;
        }
        bench.client().raw(slices + "/" + wanted.getMetadata().getName(), "PUT", complete(wanted));
    }

    private boolean created(String slices, EndpointSlice wanted) {
        try {
            bench.client().raw(slices, "POST", complete(wanted));
            return true;
        } catch (KubernetesClientException e) {
            if (e.getCode() != CONFLICT) {
                throw e;
            }
            // The cache does not show it yet.
            return false;
        }
    }

    /** The client leaves empty lists out, and a slice without endpoints has to say so. */
    private ObjectNode complete(EndpointSlice slice) {
        ObjectNode tree = bench.client().getKubernetesSerialization().convertValue(slice, ObjectNode.class);
        if (!tree.has("endpoints")) {
            tree.putArray("endpoints");
        }
        return tree;
    }

    private void writeEndpoints(Endpoints wanted) {
        var endpoints =
                bench.client().endpoints().inNamespace(wanted.getMetadata().getNamespace());
        Endpoints present = endpoints.withName(wanted.getMetadata().getName()).get();
        if (present == null) {
            endpoints.resource(wanted).create();
        } else if (!wanted.getSubsets().equals(present.getSubsets())) {
            endpoints.resource(wanted).update();
        }
    }
}
