package dev.millrace.operator.deployment;

import dev.millrace.operator.child.Labels;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodConditionBuilder;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/** Lets servers answer or crash that no node takes: it writes the pods' statuses, by revision, now and as they come. */
final class PlayedKubelet implements AutoCloseable {
    private static final String NOW = "2026-01-01T00:00:00Z";

    private final KubernetesClient client;
    private final Map<String, UnaryOperator<PodStatus>> fates = new ConcurrentHashMap<>();
    private final SharedIndexInformer<Pod> pods;

    PlayedKubelet(KubernetesClient client, String namespace) {
        this.client = client;
        this.pods = client.pods().inNamespace(namespace).inform(new ResourceEventHandler<>() {
            @Override
            public void onAdd(Pod pod) {
                play(pod);
            }

            @Override
            public void onUpdate(Pod before, Pod pod) {
                play(pod);
            }

            @Override
            public void onDelete(Pod pod, boolean unknown) {}
        });
    }

    /** Pods of that revision answer. */
    void answer(long revision) {
        decide(revision, PlayedKubelet::answering);
    }

    /** Pods of that revision end again and again with an exit code and this termination message. */
    void crash(long revision, String message) {
        decide(revision, status -> crashing(status, message));
    }

    private void decide(long revision, UnaryOperator<PodStatus> fate) {
        fates.put(Long.toString(revision), fate);
        pods.getStore().list().forEach(this::play);
    }

    private void play(Pod pod) {
        UnaryOperator<PodStatus> fate = fates.get(pod.getMetadata().getLabels().get(Labels.REVISION));
        if (fate == null || pod.getMetadata().getDeletionTimestamp() != null) {
            return;
        }
        PodStatus wanted = fate.apply(pod.getStatus());
        if (!wanted.equals(pod.getStatus())) {
            pod.setStatus(wanted);
            pod.getMetadata().setResourceVersion(null);
            client.resource(pod).patchStatus();
        }
    }

    private static PodStatus answering(PodStatus status) {
        return status(status, "Running", "True").build();
    }

    private static PodStatus crashing(PodStatus status, String message) {
        return status(status, "Running", "False")
                .withContainerStatuses(new ContainerStatusBuilder()
                        .withName("server")
                        .withImage("server")
                        .withImageID("")
                        .withReady(false)
                        .withRestartCount(3)
                        .withNewState()
                        .withNewWaiting()
                        .withReason("CrashLoopBackOff")
                        .endWaiting()
                        .endState()
                        .withNewLastState()
                        .withNewTerminated()
                        .withExitCode(65)
                        .withMessage(message)
                        .endTerminated()
                        .endLastState()
                        .build())
                .build();
    }

    /** Scheduled as well: the scheduler finds no node for these pods, and says so from time to time. */
    private static PodStatusBuilder status(PodStatus status, String phase, String ready) {
        return new PodStatusBuilder(status)
                .withPhase(phase)
                .withConditions(
                        new PodConditionBuilder()
                                .withType("PodScheduled")
                                .withStatus("True")
                                .withLastTransitionTime(NOW)
                                .build(),
                        new PodConditionBuilder()
                                .withType("Ready")
                                .withStatus(ready)
                                .withLastTransitionTime(NOW)
                                .build());
    }

    @Override
    public void close() {
        pods.close();
    }
}
