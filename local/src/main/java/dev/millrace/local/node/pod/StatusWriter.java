package dev.millrace.local.node.pod;

import dev.millrace.local.timer.Timers;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the API server of pods' statuses, in the background: of several for a pod only the last. What cannot be told now is told later.
 */
public final class StatusWriter {
    private static final Logger LOG = LoggerFactory.getLogger(StatusWriter.class);
    private static final Duration RETRY = Duration.ofMillis(500);
    private static final int CONFLICT = 409;
    private static final int NOT_FOUND = 404;

    private final KubernetesClient client;
    private final Timers writer;
    private final Map<String, Report> waiting = new LinkedHashMap<>();

    /**
     * What is to be told.
     *
     * @param status null: nothing new
     * @param delete whether the pod is then to be removed for good
     */
    private record Report(Pod pod, @Nullable PodStatus status, boolean delete) {}

    /** @param writer a single thread */
    public StatusWriter(KubernetesClient client, Timers writer) {
        this.client = client;
        this.writer = writer;
    }

    /** Tells a pod's status. */
    void write(Pod pod, PodStatus status) {
        add(new Report(pod, status, false));
    }

    /** Tells a pod's last status, and that nothing is left of it on the node. */
    void delete(Pod pod, PodStatus status) {
        add(new Report(pod, status, true));
    }

    private synchronized void add(Report report) {
        String uid = report.pod().getMetadata().getUid();
        Report before = waiting.get(uid);
        boolean delete = report.delete() || (before != null && before.delete());
        waiting.put(uid, new Report(report.pod(), report.status(), delete));
        if (before == null) {
            writer.execute(() -> write(uid));
        }
    }

    private synchronized @Nullable Report take(String uid) {
        return waiting.remove(uid);
    }

    private void write(String uid) {
        Report report = take(uid);
        if (report == null) {
            return;
        }
        try {
            if (report.status() != null) {
                replace(report.pod(), report.status());
            }
            if (report.delete()) {
                remove(report.pod());
            }
        } catch (KubernetesClientException e) {
            if (e.getCode() != NOT_FOUND) {
                LOG.debug(
                        "the status of pod {} is told later",
                        report.pod().getMetadata().getName(),
                        e);
                again(uid, report);
            }
        }
    }

    private synchronized void again(String uid, Report report) {
        waiting.putIfAbsent(uid, report);
        writer.later(RETRY, () -> write(uid));
    }

    /** Writes the status over the one that the API server has, whose foreign conditions stay. */
    private void replace(Pod pod, PodStatus status) {
        String namespace = pod.getMetadata().getNamespace();
        String name = pod.getMetadata().getName();
        Pod present = client.pods().inNamespace(namespace).withName(name).get();
        if (present == null
                || !present.getMetadata().getUid().equals(pod.getMetadata().getUid())) {
            return;
        }
        Pod wanted = new PodBuilder(present)
                .withStatus(merged(present.getStatus(), status))
                .build();
        if (wanted.getStatus().equals(present.getStatus())) {
            return;
        }
        try {
            client.pods().inNamespace(namespace).resource(wanted).updateStatus();
        } catch (KubernetesClientException e) {
            if (e.getCode() != CONFLICT) {
                throw e;
            }
            replace(pod, status);
        }
    }

    private static PodStatus merged(@Nullable PodStatus present, PodStatus status) {
        if (present == null) {
            return status;
        }
        List<PodCondition> conditions = new ArrayList<>(status.getConditions());
        present.getConditions().stream()
                .filter(condition -> !PodStatuses.OWN.contains(condition.getType()))
                .filter(condition ->
                        conditions.stream().noneMatch(own -> own.getType().equals(condition.getType())))
                .forEach(conditions::add);
        return new PodStatusBuilder(status)
                .withConditions(conditions)
                .withQosClass(present.getQosClass())
                .withStartTime(present.getStartTime() == null ? status.getStartTime() : present.getStartTime())
                .build();
    }

    private void remove(Pod pod) {
        String options = "{\"apiVersion\":\"v1\",\"kind\":\"DeleteOptions\",\"gracePeriodSeconds\":0,"
                + "\"preconditions\":{\"uid\":\"" + pod.getMetadata().getUid() + "\"}}";
        try {
            client.raw(
                    "/api/v1/namespaces/" + pod.getMetadata().getNamespace() + "/pods/"
                            + pod.getMetadata().getName(),
                    "DELETE",
                    options);
        } catch (KubernetesClientException e) {
            if (e.getCode() != CONFLICT && e.getCode() != NOT_FOUND) {
                throw e;
            }
        }
    }
}
