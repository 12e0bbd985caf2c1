package dev.millrace.local.controller.schedule;

import dev.millrace.local.controller.Informers;
import dev.millrace.local.controller.KeyedQueue;
import dev.millrace.local.controller.Pods;
import dev.millrace.local.controller.Workbench;
import dev.millrace.local.event.Occurrence;
import dev.millrace.local.event.Source;
import io.fabric8.kubernetes.api.model.Binding;
import io.fabric8.kubernetes.api.model.BindingBuilder;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodConditionBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives pods to the node while it has room, the oldest first; the others say what they wait for. */
public final class Scheduler {
    private static final Logger LOG = LoggerFactory.getLogger(Scheduler.class);
    private static final Source SOURCE = Source.of("default-scheduler");
    private static final String NAME = "default-scheduler";
    /** All pods are looked at together: they share one node. */
    private static final String ALL = "all";
    /** Many pods come and go together; each look costs as much as there are pods. */
    private static final Duration GATHER = Duration.ofMillis(20);

    private final Workbench bench;
    private final KeyedQueue queue;
    /** Given to the node and not seen there yet, by uid. */
    private final Set<String> given = new HashSet<>();

    public Scheduler(Workbench bench) {
        this.bench = bench;
        this.queue = new KeyedQueue("scheduler", bench.threads(), key -> schedule());
        bench.informers().pods().addEventHandler(Informers.onChange(this::podChanged));
        bench.informers().nodes().addEventHandler(Informers.onChange(node -> queue.add(ALL)));
        bench.informers().claims().addEventHandler(Informers.onChange(claim -> queue.add(ALL)));
    }

    /** Begins to work: the caches are filled. */
    public void start() {
        queue.open();
        queue.add(ALL);
    }

    private void podChanged(Pod pod) {
        if (waits(pod) || Pods.isOver(pod) || Pods.isLeaving(pod)) {
            queue.addAfter(ALL, GATHER);
        }
    }

    private static boolean waits(Pod pod) {
        return pod.getSpec().getNodeName() == null && !Pods.isLeaving(pod) && Pods.hasPhase(pod, "Pending");
    }

    private Optional<Duration> schedule() {
        List<Pod> all = bench.informers().pods().getStore().list();
        Optional<Node> node =
                bench.informers().nodes().getStore().list().stream().findFirst();
        List<Pod> placed = new ArrayList<>();
        List<Pod> waiting = new ArrayList<>();
        Set<String> there = new HashSet<>();
        for (Pod pod : all) {
            String uid = pod.getMetadata().getUid();
            boolean onNode = pod.getSpec().getNodeName() != null;
            if (onNode) {
                given.remove(uid);
            }
            there.add(uid);
            if ((onNode || given.contains(uid)) && !Pods.isOver(pod)) {
                placed.add(pod);
            } else if (waits(pod) && NAME.equals(scheduler(pod))) {
                waiting.add(pod);
            }
        }
        given.retainAll(there);
        waiting.sort(Comparator.comparing((Pod pod) -> pod.getMetadata().getCreationTimestamp())
                .thenComparing(pod -> pod.getMetadata().getName()));
        Map<String, BigDecimal> taken = Requests.sum(placed);
        for (Pod pod : waiting) {
            place(pod, node, taken);
        }
        return Optional.empty();
    }

    private static String scheduler(Pod pod) {
        return pod.getSpec().getSchedulerName() == null ? NAME : pod.getSpec().getSchedulerName();
    }

    private void place(Pod pod, Optional<Node> node, Map<String, BigDecimal> taken) {
        if (!pod.getSpec().getSchedulingGates().isEmpty()) {
            say(pod, "SchedulingGated", "Scheduling is blocked due to non-empty scheduling gates");
            return;
        }
        Optional<String> refusal = node.map(present -> new Fit(
                                present,
                                taken,
                                key -> Optional.ofNullable(
                                        bench.informers().claims().getStore().getByKey(key)))
                        .refusal(pod))
                .orElse(Optional.of("no nodes available to schedule pods"));
        if (refusal.isPresent()) {
            if (say(pod, "Unschedulable", refusal.get())) {
                bench.events().record(pod, SOURCE, Occurrence.warning("FailedScheduling", refusal.get()));
            }
            return;
        }
        String name = node.get().getMetadata().getName();
        if (bind(pod, name)) {
            given.add(pod.getMetadata().getUid());
            Requests.of(pod).forEach((resource, amount) -> taken.merge(resource, amount, BigDecimal::add));
            bench.events()
                    .record(
                            pod,
                            SOURCE,
                            Occurrence.normal(
                                    "Scheduled",
                                    "Successfully assigned %s/%s to %s"
                                            .formatted(
                                                    pod.getMetadata().getNamespace(),
                                                    pod.getMetadata().getName(),
                                                    name)));
        }
    }

    private boolean bind(Pod pod, String node) {
        Binding binding = new BindingBuilder()
                .withNewMetadata()
                .withName(pod.getMetadata().getName())
                .withNamespace(pod.getMetadata().getNamespace())
                .withUid(pod.getMetadata().getUid())
                .endMetadata()
                .withNewTarget()
                .withApiVersion("v1")
                .withKind("Node")
                .withName(node)
                .endTarget()
                .build();
        try {
            bench.client()
                    .raw(
                            "/api/v1/namespaces/" + pod.getMetadata().getNamespace() + "/pods/"
                                    + pod.getMetadata().getName() + "/binding",
                            "POST",
                            binding);
            return true;
        } catch (KubernetesClientException e) {
            LOG.debug("pod {} was not bound", pod.getMetadata().getName(), e);
            queue.addAfter(ALL, Duration.ofSeconds(1));
            return false;
        }
    }

    /** Says why a pod waits; false: it said so already. */
    private boolean say(Pod pod, String reason, String message) {
        Optional<PodCondition> before = Pods.condition(pod, "PodScheduled");
        if (before.filter(condition -> message.equals(condition.getMessage())).isPresent()) {
            return false;
        }
        PodCondition condition = new PodConditionBuilder()
                .withType("PodScheduled")
                .withStatus("False")
                .withReason(reason)
                .withMessage(message)
                .withLastTransitionTime(
                        before.map(PodCondition::getLastTransitionTime).orElse(bench.now()))
                .build();
        List<PodCondition> conditions = new ArrayList<>(
                pod.getStatus() == null ? List.of() : pod.getStatus().getConditions());
        conditions.removeIf(present -> "PodScheduled".equals(present.getType()));
        conditions.add(condition);
        try {
            bench.client()
                    .pods()
                    .inNamespace(pod.getMetadata().getNamespace())
                    .resource(new PodBuilder(pod)
                            .editOrNewStatus()
                            .withConditions(conditions)
                            .endStatus()
                            .build())
                    .updateStatus();
            return true;
        } catch (KubernetesClientException e) {
            // It has just changed: the change brings us here again.
            LOG.debug("pod {} changed meanwhile", pod.getMetadata().getName(), e);
            return false;
        }
    }
}
