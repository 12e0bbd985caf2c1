package dev.millrace.local.controller.endpoint;

import dev.millrace.local.controller.Pods;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.EndpointAddress;
import io.fabric8.kubernetes.api.model.EndpointAddressBuilder;
import io.fabric8.kubernetes.api.model.EndpointSubset;
import io.fabric8.kubernetes.api.model.EndpointSubsetBuilder;
import io.fabric8.kubernetes.api.model.Endpoints;
import io.fabric8.kubernetes.api.model.EndpointsBuilder;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointPort;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointPortBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceBuilder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The endpoints of one Service.
 *
 * @param service with a selector
 * @param pods that it selects, with an address
 */
record ServiceEndpoints(Service service, List<Pod> pods) {
    private static final String HEADLESS = "service.kubernetes.io/headless";

    EndpointSlice slice() {
        return new EndpointSliceBuilder()
                .withMetadata(metadata(Map.of(
                        "kubernetes.io/service-name",
                        service.getMetadata().getName(),
                        "endpointslice.kubernetes.io/managed-by",
                        "endpointslice-controller.k8s.io")))
                .withAddressType("IPv4")
                .withEndpoints(pods.stream().map(this::endpoint).toList())
                .withPorts(service.getSpec().getPorts().stream().map(this::port).toList())
                .build();
    }

    private Endpoint endpoint(Pod pod) {
        boolean serving = Pods.isReady(pod);
        boolean leaving = Pods.isLeaving(pod);
        return new EndpointBuilder()
                .withAddresses(pod.getStatus().getPodIP())
                .withNewConditions()
                .withReady(answers(pod))
                .withServing(serving)
                .withTerminating(leaving)
                .endConditions()
                .withNodeName(pod.getSpec().getNodeName())
                .withTargetRef(reference(pod))
                .build();
    }

    private boolean answers(Pod pod) {
        return Boolean.TRUE.equals(service.getSpec().getPublishNotReadyAddresses())
                || (Pods.isReady(pod) && !Pods.isLeaving(pod));
    }

    private EndpointPort port(ServicePort port) {
        return new EndpointPortBuilder()
                .withName(port.getName() == null ? "" : port.getName())
                .withPort(number(port))
                .withProtocol(port.getProtocol() == null ? "TCP" : port.getProtocol())
                .build();
    }

    /** The port of the pods. A name means the port that the first pod that knows it has under that name. */
    private int number(ServicePort port) {
        IntOrString target = port.getTargetPort();
        if (target == null) {
            return port.getPort();
        }
        if (target.getStrVal() == null) {
            return target.getIntVal() == 0 ? port.getPort() : target.getIntVal();
        }
        return pods.stream()
                .flatMap(pod -> pod.getSpec().getContainers().stream())
                .map(Container::getPorts)
                .flatMap(List::stream)
                .filter(candidate -> target.getStrVal().equals(candidate.getName()))
                .map(ContainerPort::getContainerPort)
                .findFirst()
                .orElse(port.getPort());
    }

    Endpoints endpoints() {
        List<EndpointAddress> ready = addresses(this::answers);
        List<EndpointAddress> notReady = addresses(pod -> !answers(pod) && !Pods.isLeaving(pod));
        List<EndpointSubset> subsets = ready.isEmpty() && notReady.isEmpty()
                ? List.of()
                : List.of(new EndpointSubsetBuilder()
                        .withAddresses(ready)
                        .withNotReadyAddresses(notReady)
                        .withPorts(service.getSpec().getPorts().stream()
                                .map(port -> new io.fabric8.kubernetes.api.model.EndpointPortBuilder()
                                        .withName(port.getName())
                                        .withPort(number(port))
                                        .withProtocol(port.getProtocol() == null ? "TCP" : port.getProtocol())
                                        .build())
                                .toList())
                        .build());
        ObjectMeta metadata = new ObjectMetaBuilder(
                        metadata(Map.of("endpoints.kubernetes.io/managed-by", "endpoint-controller")))
                .addToLabels(headless() ? Map.of(HEADLESS, "") : Map.of())
                .build();
        return new EndpointsBuilder()
                .withMetadata(metadata)
                .withSubsets(subsets)
                .build();
    }

    private boolean headless() {
        return Optional.ofNullable(service.getSpec().getClusterIP())
                .filter("None"::equals)
                .isPresent();
    }

    private List<EndpointAddress> addresses(Predicate<Pod> wanted) {
        return pods.stream()
                .filter(wanted)
                .map(pod -> new EndpointAddressBuilder()
                        .withIp(pod.getStatus().getPodIP())
                        .withNodeName(pod.getSpec().getNodeName())
                        .withTargetRef(reference(pod))
                        .build())
                .toList();
    }

    private static ObjectReference reference(Pod pod) {
        return new ObjectReferenceBuilder()
                .withKind("Pod")
                .withName(pod.getMetadata().getName())
                .withNamespace(pod.getMetadata().getNamespace())
                .withUid(pod.getMetadata().getUid())
                .build();
    }

    private ObjectMeta metadata(Map<String, String> labels) {
        return new ObjectMetaBuilder()
                .withName(service.getMetadata().getName())
                .withNamespace(service.getMetadata().getNamespace())
                .withLabels(labels)
                .withOwnerReferences(new OwnerReferenceBuilder()
                        .withApiVersion("v1")
                        .withKind("Service")
                        .withName(service.getMetadata().getName())
                        .withUid(service.getMetadata().getUid())
                        .withController(true)
                        .withBlockOwnerDeletion(true)
                        .build())
                .build();
    }
}
