package dev.millrace.operator.cluster;

import dev.millrace.contract.Json;
import dev.millrace.contract.report.ExitCode;
import dev.millrace.contract.report.StepSummary;
import dev.millrace.operator.step.StepObjects;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** Plays the kubelet of pods that no node took: says what became of their container. The Job controller is the cluster's own. */
public final class Kubelet {
    private static final String STARTED = "2026-01-01T00:00:00Z";

    private final KubernetesClient client;

    public Kubelet(KubernetesClient client) {
        this.client = client;
    }

    /** Waits for a Job's pod that has not ended. */
    public Pod podOf(Job job) {
        return Objects.requireNonNull(client.pods()
                .inNamespace(job.getMetadata().getNamespace())
                .withLabel(
                        "batch.kubernetes.io/controller-uid", job.getMetadata().getUid())
                .waitUntilCondition(
                        pod -> pod != null && "Pending".equals(pod.getStatus().getPhase()), 20, TimeUnit.SECONDS));
    }

    /** The pod's process runs. */
    public void run(Pod pod) {
        status(
                pod,
                "Running",
                new ContainerStateBuilder()
                        .withNewRunning()
                        .withStartedAt(STARTED)
                        .endRunning());
    }

    /** The pod's process ends with a summary and the exit code that belongs to it. */
    public void end(Pod pod, StepSummary summary) {
        end(pod, ExitCode.of(summary.reason()).code(), Json.text(summary));
    }

    /** The pod's process ends. */
    public void end(Pod pod, int exitCode, String message) {
        status(
                pod,
                exitCode == 0 ? "Succeeded" : "Failed",
                new ContainerStateBuilder()
                        .withNewTerminated()
                        .withExitCode(exitCode)
                        .withReason(exitCode == 0 ? "Completed" : "Error")
                        .withMessage(message)
                        .withStartedAt(STARTED)
                        .withFinishedAt(
                                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString())
                        .endTerminated());
    }

    private void status(Pod pod, String phase, ContainerStateBuilder state) {
        Conflicts.retried(() -> client.pods()
                .inNamespace(pod.getMetadata().getNamespace())
                .withName(pod.getMetadata().getName())
                .editStatus(present -> {
                    present.getStatus().setPhase(phase);
                    // A pod that runs was scheduled.
                    present.getStatus().getConditions().removeIf(condition -> "PodScheduled"
                            .equals(condition.getType()));
                    present.getStatus()
                            .setContainerStatuses(List.of(new ContainerStatusBuilder()
                                    .withName(StepObjects.CONTAINER)
                                    .withImage("test")
                                    .withImageID("")
                                    .withReady("Running".equals(phase))
                                    .withRestartCount(0)
                                    .withState(state.build())
                                    .build()));
                    return present;
                }));
    }
}
