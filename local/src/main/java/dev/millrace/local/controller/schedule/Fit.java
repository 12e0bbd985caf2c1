package dev.millrace.local.controller.schedule;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Taint;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.api.model.Volume;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Whether the one node takes a pod, and why not, in the scheduler's own words.
 *
 * @param node that there is
 * @param taken of it by the pods that it has
 * @param claims of a namespace by {@code namespace/name}; null where there is none
 */
record Fit(Node node, Map<String, BigDecimal> taken, Function<String, Optional<PersistentVolumeClaim>> claims) {
    private static final String NONE = "0/1 nodes are available: ";
    private static final String UNHELPFUL =
            ". no new claims to deallocate, preemption: 0/1 nodes are available: 1 Preemption is not helpful for scheduling.";

    /** Why the node does not take it; empty: it does. */
    Optional<String> refusal(Pod pod) {
        Optional<String> claim = claim(pod);
        if (claim.isPresent()) {
            return claim.map(why -> NONE + why + ". not found");
        }
        String why = Stream.concat(labels(pod).stream(), resources(pod).stream())
                .map(reason -> "1 " + reason)
                .collect(Collectors.joining(", "));
        return why.isEmpty() ? Optional.empty() : Optional.of(NONE + why + UNHELPFUL);
    }

    private Optional<String> claim(Pod pod) {
        for (Volume volume : pod.getSpec().getVolumes()) {
            if (volume.getPersistentVolumeClaim() == null) {
                continue;
            }
            String name = volume.getPersistentVolumeClaim().getClaimName();
            Optional<PersistentVolumeClaim> claim =
                    claims.apply(pod.getMetadata().getNamespace() + "/" + name);
            if (claim.isEmpty()) {
                return Optional.of("persistentvolumeclaim \"" + name + "\" not found");
            }
            if (claim.get().getMetadata().getDeletionTimestamp() != null) {
                return Optional.of("persistentvolumeclaim \"" + name + "\" is being deleted");
            }
            if (claim.get().getStatus() == null
                    || !"Bound".equals(claim.get().getStatus().getPhase())) {
                return Optional.of("pod has unbound immediate PersistentVolumeClaims");
            }
        }
        return Optional.empty();
    }

    /** What a node lacks beside resources: only the first is told, as by a scheduler that looks no further. */
    private List<String> labels(Pod pod) {
        if (Boolean.TRUE.equals(node.getSpec().getUnschedulable())) {
            return List.of("node(s) were unschedulable");
        }
        Optional<Taint> taint = node.getSpec().getTaints().stream()
                .filter(candidate -> !"PreferNoSchedule".equals(candidate.getEffect()))
                .filter(candidate -> pod.getSpec().getTolerations().stream()
                        .noneMatch(toleration -> tolerates(toleration, candidate)))
                .findFirst();
        if (taint.isPresent()) {
            return List.of("node(s) had untolerated taint {%s: %s}"
                    .formatted(
                            taint.get().getKey(),
                            taint.get().getValue() == null ? "" : taint.get().getValue()));
        }
        return NodeAffinities.match(pod, node)
                ? List.of()
                : List.of("node(s) didn't match Pod's node affinity/selector");
    }

    private static boolean tolerates(Toleration toleration, Taint taint) {
        boolean effect = toleration.getEffect() == null
                || toleration.getEffect().isEmpty()
                || toleration.getEffect().equals(taint.getEffect());
        boolean exists = "Exists".equals(toleration.getOperator());
        boolean anyKey = toleration.getKey() == null || toleration.getKey().isEmpty();
        boolean key = anyKey ? exists : toleration.getKey().equals(taint.getKey());
        String value = toleration.getValue() == null ? "" : toleration.getValue();
        String tainted = taint.getValue() == null ? "" : taint.getValue();
        return effect && key && (exists || value.equals(tainted));
    }

    private List<String> resources(Pod pod) {
        return labels(pod).isEmpty()
                ? Requests.insufficient(
                        Requests.of(pod), taken, node.getStatus().getAllocatable())
                : List.of();
    }
}
