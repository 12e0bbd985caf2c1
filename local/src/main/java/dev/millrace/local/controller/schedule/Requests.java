package dev.millrace.local.controller.schedule;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What pods ask for of a node. */
final class Requests {
    static final String PODS = "pods";

    private Requests() {}

    /** What a pod asks for: its containers together, or its largest init container where that is more; and to be one pod. */
    static Map<String, BigDecimal> of(Pod pod) {
        Map<String, BigDecimal> sum = new TreeMap<>();
        for (Container container : pod.getSpec().getContainers()) {
            of(container).forEach((name, amount) -> sum.merge(name, amount, BigDecimal::add));
        }
        for (Container container : pod.getSpec().getInitContainers()) {
            of(container).forEach((name, amount) -> sum.merge(name, amount, BigDecimal::max));
        }
        sum.put(PODS, BigDecimal.ONE);
        return sum;
    }

    /** A limit without a request is both. */
    private static Map<String, BigDecimal> of(Container container) {
        Map<String, BigDecimal> amounts = new HashMap<>();
        if (container.getResources() == null) {
            return amounts;
        }
        Map<String, Quantity> limits = container.getResources().getLimits();
        if (limits != null) {
            limits.forEach((name, quantity) -> amounts.put(name, quantity.getNumericalAmount()));
        }
        Map<String, Quantity> requests = container.getResources().getRequests();
        if (requests != null) {
            requests.forEach((name, quantity) -> amounts.put(name, quantity.getNumericalAmount()));
        }
        return amounts;
    }

    /** What pods ask for together. */
    static Map<String, BigDecimal> sum(Collection<Pod> pods) {
        Map<String, BigDecimal> sum = new HashMap<>();
        pods.forEach(pod -> of(pod).forEach((name, amount) -> sum.merge(name, amount, BigDecimal::add)));
        return sum;
    }

    /** What a node has too little of, in the scheduler's words, in order. */
    static List<String> insufficient(
            Map<String, BigDecimal> wanted, Map<String, BigDecimal> taken, Map<String, Quantity> allocatable) {
        return wanted.entrySet().stream()
                .filter(entry -> entry.getValue().signum() > 0)
                .filter(entry -> {
                    Quantity there = allocatable.get(entry.getKey());
                    BigDecimal free = (there == null ? BigDecimal.ZERO : there.getNumericalAmount())
                            .subtract(taken.getOrDefault(entry.getKey(), BigDecimal.ZERO));
                    return entry.getValue().compareTo(free) > 0;
                })
                .map(entry -> entry.getKey().equals(PODS) ? "Too many pods" : "Insufficient " + entry.getKey())
                .sorted()
                .toList();
    }
}
