package dev.millrace.local.controller.disruption;

import dev.millrace.local.controller.Informers;
import dev.millrace.local.controller.KeyedQueue;
import dev.millrace.local.controller.Pods;
import dev.millrace.local.controller.Selectors;
import dev.millrace.local.controller.Workbench;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetBuilder;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetStatus;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetStatusBuilder;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Says of each PodDisruptionBudget how many pods may go by choice now. The API server refuses an eviction by that number.
 */
public final class DisruptionController {
    private final Workbench bench;
    private final KeyedQueue queue;

    public DisruptionController(Workbench bench) {
        this.bench = bench;
        this.queue = new KeyedQueue("disruption budgets", bench.threads(), this::reconcile);
        bench.informers().budgets().addEventHandler(Informers.onChange(budget -> queue.add(KeyedQueue.key(budget))));
        bench.informers().pods().addEventHandler(Informers.onChange(this::podChanged));
        bench.informers().replicaSets().addEventHandler(Informers.onChange(set -> bench.informers()
                .podsOf(set)
                .forEach(this::podChanged)));
    }

    /** Begins to work: the caches are filled. */
    public void start() {
        queue.open();
    }

    private void podChanged(Pod pod) {
        bench.informers().budgetsIn(pod.getMetadata().getNamespace()).stream()
                .filter(budget -> Selectors.matches(budget.getSpec().getSelector(), pod))
                .forEach(budget -> queue.add(KeyedQueue.key(budget)));
    }

    private Optional<Duration> reconcile(String key) {
        PodDisruptionBudget budget = bench.informers().budgets().getStore().getByKey(key);
        if (budget == null || budget.getMetadata().getDeletionTimestamp() != null) {
            return Optional.empty();
        }
        PodDisruptionBudgetStatus status = status(budget);
        if (!status.equals(budget.getStatus())) {
            bench.client()
                    .policy()
                    .v1()
                    .podDisruptionBudget()
                    .inNamespace(budget.getMetadata().getNamespace())
                    .resource(new PodDisruptionBudgetBuilder(budget)
                            .withStatus(status)
                            .build())
                    .updateStatus();
        }
        return Optional.empty();
    }

    private PodDisruptionBudgetStatus status(PodDisruptionBudget budget) {
        List<Pod> pods = bench.informers().podsIn(budget.getMetadata().getNamespace()).stream()
                .filter(pod -> Selectors.matches(budget.getSpec().getSelector(), pod))
                .filter(pod -> !Pods.isOver(pod))
                .toList();
        int healthy = (int) pods.stream()
                .filter(pod -> !Pods.isLeaving(pod) && Pods.isReady(pod))
                .count();
        int expected = expected(budget, pods);
        int desired = desired(budget, expected);
        int allowed = expected == 0 ? 0 : Math.max(0, healthy - desired);
        return new PodDisruptionBudgetStatusBuilder()
                .withCurrentHealthy(healthy)
                .withDesiredHealthy(desired)
                .withExpectedPods(expected)
                .withDisruptionsAllowed(allowed)
                .withObservedGeneration(budget.getMetadata().getGeneration())
                .withConditions(condition(budget, allowed > 0))
                .build();
    }

    private static int desired(PodDisruptionBudget budget, int expected) {
        IntOrString least = budget.getSpec().getMinAvailable();
        if (least != null) {
            return number(least, expected);
        }
        IntOrString most = budget.getSpec().getMaxUnavailable();
        return most == null ? expected : Math.max(0, expected - number(most, expected));
    }

    /** Percentages are rounded up, both ways. */
    private static int number(IntOrString value, int of) {
        return value.getStrVal() == null
                ? value.getIntVal()
                : (int) Math.ceil(Integer.parseInt(value.getStrVal().replace("%", "")) / 100.0 * of);
    }

    /** As many as the pods' owners want. A number for {@code minAvailable} needs no owners: then those that are there count. */
    private int expected(PodDisruptionBudget budget, List<Pod> pods) {
        IntOrString least = budget.getSpec().getMinAvailable();
        if (least != null && least.getStrVal() == null) {
            return pods.size();
        }
        Map<String, Integer> owners = new HashMap<>();
        for (Pod pod : pods) {
            Optional<OwnerReference> owner = pod.getMetadata().getOwnerReferences().stream()
                    .filter(candidate -> Boolean.TRUE.equals(candidate.getController()))
                    .findFirst();
            if (owner.isEmpty()) {
                owners.put(pod.getMetadata().getUid(), 1);
                continue;
            }
            String key =
                    KeyedQueue.key(pod.getMetadata().getNamespace(), owner.get().getName());
            ReplicaSet set = "ReplicaSet".equals(owner.get().getKind())
                    ? bench.informers().replicaSets().getStore().getByKey(key)
                    : null;
            if (set == null) {
                owners.put(pod.getMetadata().getUid(), 1);
            } else {
                // Old and new revisions of one Deployment share what it wants.
                Integer wanted = set.getSpec().getReplicas();
                owners.put(set.getMetadata().getUid(), wanted == null ? 1 : wanted);
            }
        }
        return owners.values().stream().mapToInt(Integer::intValue).sum();
    }

    private Condition condition(PodDisruptionBudget budget, boolean allowed) {
        String status = allowed ? "True" : "False";
        String since = (budget.getStatus() == null
                        ? List.<Condition>of()
                        : budget.getStatus().getConditions())
                .stream()
                        .filter(condition ->
                                "DisruptionAllowed".equals(condition.getType()) && status.equals(condition.getStatus()))
                        .map(Condition::getLastTransitionTime)
                        .findFirst()
                        .orElse(bench.now());
        return new ConditionBuilder()
                .withType("DisruptionAllowed")
                .withStatus(status)
                .withReason(allowed ? "SufficientPods" : "InsufficientPods")
                .withMessage("")
                .withLastTransitionTime(since)
                .withObservedGeneration(budget.getMetadata().getGeneration())
                .build();
    }
}
