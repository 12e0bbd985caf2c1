package dev.millrace.operator.cluster;

import dev.millrace.contract.Json;
import dev.millrace.contract.report.ExitCode;
import dev.millrace.contract.report.StepSummary;
import dev.millrace.operator.step.StepObjects;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodConditionBuilder;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/** Plays the kubelet of pods that no node took: says what became of their container. All else is the cluster's own doing. */
public final class Kubelet {
    private static final String STARTED = "2026-01-01T00:00:00Z";
    private static final String SERVER = "server";

    private final KubernetesClient client;

    public Kubelet(KubernetesClient client) {
        this.client = client;
    }

    /** Waits for a Job's pod that has not begun. */
    public Pod podOf(Job job) {
        return Objects.requireNonNull(client.pods()
                .inNamespace(job.getMetadata().getNamespace())
                .withLabel(
                        "batch.kubernetes.io/controller-uid", job.getMetadata().getUid())
                .waitUntilCondition(
                        pod -> pod != null && "Pending".equals(pod.getStatus().getPhase()), 30, TimeUnit.SECONDS));
    }

    /** A step's process runs. */
    public void run(Pod pod) {
        step(
                pod,
                "Running",
                new ContainerStateBuilder()
                        .withNewRunning()
                        .withStartedAt(STARTED)
                        .endRunning());
    }

    /** A step's process ends with a summary and the exit code that belongs to it. */
    public void end(Pod pod, StepSummary summary) {
        end(pod, ExitCode.of(summary.reason()), Json.text(summary));
    }

    /** A process ends well, with that message. */
    public void end(Pod pod, String message) {
        end(pod, ExitCode.SUCCEEDED, message);
    }

    private void end(Pod pod, ExitCode code, String message) {
        int exitCode = code.code();
        step(
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

    private void step(Pod pod, String phase, ContainerStateBuilder state) {
        boolean ready = phase.equals("Running");
        ContainerStatus container =
                container(StepObjects.CONTAINER, ready).withState(state.build()).build();
        play(pod, status -> status(status, phase, ready)
                .withContainerStatuses(container)
                .build());
    }

    /** A model server answers. */
    public void answer(Pod pod) {
        play(pod, status -> status(status, "Running", true)
                .withContainerStatuses(container(SERVER, true)
                        .withNewState()
                        .withNewRunning()
                        .withStartedAt(STARTED)
                        .endRunning()
                        .endState()
                        .build())
                .build());
    }

    /** A model server ends again and again with this termination message. */
    public void crash(Pod pod, String message) {
        play(pod, status -> status(status, "Running", false)
                .withContainerStatuses(container(SERVER, false)
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
                .build());
    }

    private static ContainerStatusBuilder container(String name, boolean ready) {
        return new ContainerStatusBuilder()
                .withName(name)
                .withImage(name)
                .withImageID("")
                .withReady(ready)
                .withRestartCount(0);
    }

    /** Scheduled as well: the scheduler finds no node for these pods, and says so from time to time. */
    private static PodStatusBuilder status(PodStatus status, String phase, boolean ready) {
        return new PodStatusBuilder(status)
                .withPhase(phase)
                .withConditions(
                        new PodConditionBuilder()
                                .withType("PodScheduled")
                                .withStatus("True")
                                .withLastTransitionTime(STARTED)
                                .build(),
                        new PodConditionBuilder()
                                .withType("Ready")
                                .withStatus(ready ? "True" : "False")
                                .withLastTransitionTime(STARTED)
                                .build());
    }

    /** Writes a status, unless it is there already. */
    private void play(Pod pod, UnaryOperator<PodStatus> wanted) {
        if (wanted.apply(pod.getStatus()).equals(pod.getStatus())) {
            return;
        }
        Conflicts.retried(() -> client.pods()
                .inNamespace(pod.getMetadata().getNamespace())
                .withName(pod.getMetadata().getName())
                .editStatus(present -> {
                    present.setStatus(wanted.apply(present.getStatus()));
                    return present;
                }));
    }
}
