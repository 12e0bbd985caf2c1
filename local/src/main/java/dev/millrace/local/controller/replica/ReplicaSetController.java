package dev.millrace.local.controller.replica;

import dev.millrace.local.controller.Informers;
import dev.millrace.local.controller.KeyedQueue;
import dev.millrace.local.controller.PodWriter;
import dev.millrace.local.controller.Pods;
import dev.millrace.local.controller.Selectors;
import dev.millrace.local.controller.Workbench;
import dev.millrace.local.event.Source;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetBuilder;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetCondition;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetConditionBuilder;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetStatus;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetStatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keeps as many pods of each ReplicaSet as it wants. */
public final class ReplicaSetController {
    private static final Source SOURCE = Source.of("replicaset-controller");

    private final Workbench bench;
    private final PodWriter pods;
    private final KeyedQueue queue;

    public ReplicaSetController(Workbench bench) {
        this.bench = bench;
        this.pods = new PodWriter(bench, SOURCE);
        this.queue = new KeyedQueue("replica sets", bench.threads(), this::reconcile);
        bench.informers().replicaSets().addEventHandler(Informers.onChange(set -> queue.add(KeyedQueue.key(set))));
        bench.informers().pods().addEventHandler(Informers.onChange(this::podChanged));
    }

    /** Begins to work: the caches are filled. */
    public void start() {
        queue.open();
    }

    private void podChanged(Pod pod) {
        for (OwnerReference owner : pod.getMetadata().getOwnerReferences()) {
            if ("ReplicaSet".equals(owner.getKind()) && Boolean.TRUE.equals(owner.getController())) {
                queue.add(KeyedQueue.key(pod.getMetadata().getNamespace(), owner.getName()));
            }
        }
    }

    private Optional<Duration> reconcile(String key) {
        ReplicaSet set = bench.informers().replicaSets().getStore().getByKey(key);
        if (set == null) {
            return Optional.empty();
        }
        List<Pod> all = bench.informers().podsOf(set);
        if (!pods.upToDate(set, all)) {
            return Optional.of(Duration.ofSeconds(5));
        }
        List<Pod> there = all.stream()
                .filter(pod -> !Pods.isOver(pod) && !Pods.isLeaving(pod))
                .toList();
        KubernetesClientException refusal = null;
        if (set.getMetadata().getDeletionTimestamp() == null) {
            try {
                scale(set, there);
            } catch (KubernetesClientException e) {
                refusal = e;
            }
        } else {
            pods.forget(set);
        }
        Instant now = bench.clock().instant();
        Duration minReady = minReady(set);
        write(set, status(set, there, refusal));
        if (refusal != null) {
            throw refusal;
        }
        boolean becoming = there.stream().anyMatch(pod -> Pods.isReady(pod) && !Pods.isAvailable(pod, minReady, now));
        return becoming ? Optional.of(Duration.ofSeconds(1)) : Optional.empty();
    }

    private static Duration minReady(ReplicaSet set) {
        Integer seconds = set.getSpec().getMinReadySeconds();
        return Duration.ofSeconds(seconds == null ? 0 : seconds);
    }

    private void scale(ReplicaSet set, List<Pod> there) {
        int wanted = set.getSpec().getReplicas() == null ? 1 : set.getSpec().getReplicas();
        for (int count = there.size(); count < wanted; count++) {
            pods.create(set, set.getSpec().getTemplate(), new PodWriter.Additions(Map.of(), List.of()));
        }
        there.stream()
                .sorted(leastMissed())
                .limit(Math.max(0, there.size() - wanted))
                .forEach(pod -> pods.delete(set, pod));
    }

    /** Those go first that do least: without a node, not running, not ready, young. */
    private static Comparator<Pod> leastMissed() {
        return Comparator.comparing((Pod pod) -> pod.getSpec().getNodeName() != null)
                .thenComparing(pod -> Pods.hasPhase(pod, "Running"))
                .thenComparing(Pods::isReady)
                .thenComparing(
                        pod -> String.valueOf(pod.getMetadata().getCreationTimestamp()), Comparator.reverseOrder());
    }

    private ReplicaSetStatus status(ReplicaSet set, List<Pod> there, @Nullable KubernetesClientException refusal) {
        Instant now = bench.clock().instant();
        Map<String, String> labels = set.getSpec().getTemplate().getMetadata() == null
                ? Map.of()
                : set.getSpec().getTemplate().getMetadata().getLabels();
        Duration minReady = minReady(set);
        int available = count(there.stream()
                .filter(pod -> Pods.isAvailable(pod, minReady, now))
                .count());
        return new ReplicaSetStatusBuilder()
                .withReplicas(there.size())
                .withFullyLabeledReplicas(count(there.stream()
                        .filter(pod -> Selectors.matches(labels, pod))
                        .count()))
                .withReadyReplicas(
                        orNull(count(there.stream().filter(Pods::isReady).count())))
                .withAvailableReplicas(orNull(available))
                .withObservedGeneration(set.getMetadata().getGeneration())
                .withConditions(conditions(set, refusal))
                .build();
    }

    private List<ReplicaSetCondition> conditions(ReplicaSet set, @Nullable KubernetesClientException refusal) {
        if (refusal == null) {
            return List.of();
        }
        String since = (set.getStatus() == null
                        ? List.<ReplicaSetCondition>of()
                        : set.getStatus().getConditions())
                .stream()
                        .map(ReplicaSetCondition::getLastTransitionTime)
                        .findFirst()
                        .orElse(bench.now());
        return List.of(new ReplicaSetConditionBuilder()
                .withType("ReplicaFailure")
                .withStatus("True")
                .withReason("FailedCreate")
                .withMessage(PodWriter.reason(refusal))
                .withLastTransitionTime(since)
                .build());
    }

    private void write(ReplicaSet set, ReplicaSetStatus status) {
        if (!status.equals(set.getStatus())) {
            bench.client()
                    .apps()
                    .replicaSets()
                    .inNamespace(set.getMetadata().getNamespace())
                    .resource(new ReplicaSetBuilder(set).withStatus(status).build())
                    .updateStatus();
        }
    }

    private static int count(long number) {
        return (int) number;
    }

    private static @Nullable Integer orNull(int number) {
        return number == 0 ? null : number;
    }
}
