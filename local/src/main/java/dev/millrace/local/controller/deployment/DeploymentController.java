package dev.millrace.local.controller.deployment;

import dev.millrace.local.controller.Informers;
import dev.millrace.local.controller.KeyedQueue;
import dev.millrace.local.controller.Pods;
import dev.millrace.local.controller.Workbench;
import dev.millrace.local.event.Occurrence;
import dev.millrace.local.event.Source;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatusBuilder;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Takes each Deployment from one ReplicaSet to the next, a step at a time. */
public final class DeploymentController {
    private static final Source SOURCE = Source.of("deployment-controller");
    private static final int CONFLICT = 409;
    private static final int DEFAULT_HISTORY = 10;

    private final Workbench bench;
    private final Templates templates;
    private final KeyedQueue queue;

    public DeploymentController(Workbench bench) {
        this.bench = bench;
        this.templates = new Templates(bench.client().getKubernetesSerialization());
        this.queue = new KeyedQueue("deployments", bench.threads(), this::reconcile);
        bench.informers()
                .deployments()
                .addEventHandler(Informers.onChange(deployment -> queue.add(KeyedQueue.key(deployment))));
        bench.informers().replicaSets().addEventHandler(Informers.onChange(this::setChanged));
        bench.informers().pods().addEventHandler(Informers.onChange(this::podChanged));
    }

    /** Begins to work: the caches are filled. */
    public void start() {
        queue.open();
    }

    private void setChanged(ReplicaSet set) {
        for (OwnerReference owner : set.getMetadata().getOwnerReferences()) {
            if ("Deployment".equals(owner.getKind())) {
                queue.add(KeyedQueue.key(set.getMetadata().getNamespace(), owner.getName()));
            }
        }
    }

    /** Where no old pod may run beside a new one, the last one's end is what is waited for. */
    private void podChanged(Pod pod) {
        for (OwnerReference owner : pod.getMetadata().getOwnerReferences()) {
            String key = KeyedQueue.key(pod.getMetadata().getNamespace(), owner.getName());
            ReplicaSet set = "ReplicaSet".equals(owner.getKind())
                    ? bench.informers().replicaSets().getStore().getByKey(key)
                    : null;
            if (set != null) {
                setChanged(set);
            }
        }
    }

    private Optional<Duration> reconcile(String key) {
        Deployment deployment = bench.informers().deployments().getStore().getByKey(key);
        if (deployment == null || deployment.getMetadata().getDeletionTimestamp() != null) {
            return Optional.empty();
        }
        Rolling rolling = Rolling.of(deployment);
        Revisions revisions = new Revisions(deployment, bench.informers().replicaSetsOf(deployment), templates);
        Optional<ReplicaSet> present = revisions.present();
        boolean paused = Boolean.TRUE.equals(deployment.getSpec().getPaused());
        if (present.isEmpty()) {
            if (!paused) {
                create(deployment, revisions, rolling);
            }
            return Optional.empty();
        }
        ReplicaSet noted = note(present.get(), revisions.annotations(rolling), deployment);
        annotate(deployment, Revisions.number(noted));
        Map<ReplicaSet, Integer> next = next(deployment, rolling, noted, revisions.old());
        next.forEach((set, count) -> scale(deployment, set, count));
        DeploymentStatuses.Report report = new DeploymentStatuses(
                        deployment,
                        noted,
                        revisions.old(),
                        rolling,
                        bench.clock().instant())
                .report();
        boolean complete = report.status().getConditions().stream()
                .anyMatch(condition -> DeploymentConditions.DONE.equals(condition.getReason()));
        write(deployment, report);
        if (complete) {
            forget(deployment, revisions.old());
        }
        return report.again();
    }

    private Map<ReplicaSet, Integer> next(
            Deployment deployment, Rolling rolling, ReplicaSet present, List<ReplicaSet> old) {
        Scales scales = new Scales(rolling, present, old);
        if (Boolean.TRUE.equals(deployment.getSpec().getPaused())) {
            return old.stream().anyMatch(set -> Scales.wanted(set) > 0) || Scales.wanted(present) == rolling.wanted()
                    ? Map.of()
                    : Map.of(present, rolling.wanted());
        }
        if (Rolling.recreates(deployment)) {
            boolean gone = old.stream()
                    .flatMap(set -> bench.informers().podsOf(set).stream())
                    .allMatch(Pods::isOver);
            return scales.recreate(gone);
        }
        return scales.roll();
    }

    private void create(Deployment deployment, Revisions revisions, Rolling rolling) {
        int old = revisions.old().stream().mapToInt(Scales::wanted).sum();
        boolean mustWait = Rolling.recreates(deployment) && old > 0;
        int replicas = mustWait ? 0 : Math.min(rolling.wanted(), Math.max(0, rolling.most() - old));
        ReplicaSet next = revisions.next(rolling, replicas);
        try {
            bench.client()
                    .apps()
                    .replicaSets()
                    .inNamespace(deployment.getMetadata().getNamespace())
                    .resource(next)
                    .create();
        } catch (KubernetesClientException e) {
            if (e.getCode() != CONFLICT || !isCollision(deployment, next)) {
                throw e;
            }
            return;
        }
        if (replicas > 0) {
            tellScaled(deployment, next, 0, replicas);
        }
    }

    /** The name is taken: by our own set, which the cache does not show yet, or by another template with this hash. */
    private boolean isCollision(Deployment deployment, ReplicaSet next) {
        ReplicaSet taken = bench.client()
                .apps()
                .replicaSets()
                .inNamespace(next.getMetadata().getNamespace())
                .withName(next.getMetadata().getName())
                .get();
        if (taken == null
                || templates.same(taken.getSpec().getTemplate(), next.getSpec().getTemplate())) {
            return false;
        }
        Integer before =
                deployment.getStatus() == null ? null : deployment.getStatus().getCollisionCount();
        writeStatus(
                deployment,
                new DeploymentStatusBuilder(deployment.getStatus())
                        .withCollisionCount(before == null ? 1 : before + 1)
                        .build());
        return true;
    }

    private ReplicaSet note(ReplicaSet set, Map<String, String> annotations, Deployment deployment) {
        Map<String, String> before = set.getMetadata().getAnnotations();
        Integer minReady = deployment.getSpec().getMinReadySeconds();
        boolean same = annotations.equals(before)
                && (minReady == null || minReady.equals(set.getSpec().getMinReadySeconds()));
        if (same) {
            return set;
        }
        return bench.client()
                .apps()
                .replicaSets()
                .inNamespace(set.getMetadata().getNamespace())
                .resource(new ReplicaSetBuilder(set)
                        .editMetadata()
                        .withAnnotations(annotations)
                        .endMetadata()
                        .editSpec()
                        .withMinReadySeconds(minReady)
                        .endSpec()
                        .build())
                .update();
    }

    private void annotate(Deployment deployment, long revision) {
        Map<String, String> before = deployment.getMetadata().getAnnotations();
        String text = Long.toString(revision);
        if (before != null && text.equals(before.get(Revisions.REVISION))) {
            return;
        }
        bench.client()
                .apps()
                .deployments()
                .inNamespace(deployment.getMetadata().getNamespace())
                .withName(deployment.getMetadata().getName())
                .patch(
                        PatchContext.of(PatchType.JSON_MERGE),
                        "{\"metadata\":{\"annotations\":{\"" + Revisions.REVISION + "\":\"" + text + "\"}}}");
    }

    private void scale(Deployment deployment, ReplicaSet set, int count) {
        bench.client()
                .apps()
                .replicaSets()
                .inNamespace(set.getMetadata().getNamespace())
                .resource(new ReplicaSetBuilder(set)
                        .editSpec()
                        .withReplicas(count)
                        .endSpec()
                        .build())
                .update();
        tellScaled(deployment, set, Scales.wanted(set), count);
    }

    private void tellScaled(Deployment deployment, ReplicaSet set, int from, int to) {
        bench.events()
                .record(
                        deployment,
                        SOURCE,
                        Occurrence.normal(
                                "ScalingReplicaSet",
                                "Scaled %s replica set %s from %d to %d"
                                        .formatted(
                                                to > from ? "up" : "down",
                                                set.getMetadata().getName(),
                                                from,
                                                to)));
    }

    private void write(Deployment deployment, DeploymentStatuses.Report report) {
        if (!report.status().equals(deployment.getStatus())) {
            writeStatus(deployment, report.status());
        }
    }

    /** Without a resource version: what was annotated a moment ago must not stand in its way, and nobody else writes it. */
    private void writeStatus(Deployment deployment, DeploymentStatus status) {
        bench.client()
                .apps()
                .deployments()
                .inNamespace(deployment.getMetadata().getNamespace())
                .resource(new DeploymentBuilder(deployment)
                        .editMetadata()
                        .withResourceVersion(null)
                        .endMetadata()
                        .withStatus(status)
                        .build())
                .updateStatus();
    }

    /** Old revisions beyond the history's limit go. */
    private void forget(Deployment deployment, List<ReplicaSet> old) {
        Integer given = deployment.getSpec().getRevisionHistoryLimit();
        int limit = given == null ? DEFAULT_HISTORY : given;
        old.stream()
                .filter(set -> Scales.wanted(set) == 0 && Scales.there(set) == 0)
                .filter(set -> set.getMetadata().getDeletionTimestamp() == null)
                .sorted(Comparator.comparingLong(Revisions::number))
                .limit(Math.max(0, old.size() - limit))
                .forEach(set -> bench.client()
                        .apps()
                        .replicaSets()
                        .inNamespace(set.getMetadata().getNamespace())
                        .withName(set.getMetadata().getName())
                        .delete());
    }
}
