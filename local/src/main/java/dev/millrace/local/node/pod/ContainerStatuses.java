package dev.millrace.local.node.pod;

import dev.millrace.local.node.pod.ContainerPhase.Ended;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;

/** Containers as a pod's status shows them. */
final class ContainerStatuses {
    private ContainerStatuses() {}

    /** @param initial whether they are init containers, which are ready when they have ended well */
    static List<ContainerStatus> of(Pod pod, List<ContainerRun> runs, boolean initial) {
        return runs.stream().map(run -> of(pod, run, initial)).toList();
    }

    private static ContainerStatus of(Pod pod, ContainerRun run, boolean initial) {
        boolean doneInitial = initial && run.phase() instanceof Ended ended && ended.well();
        boolean began = run.process() != null || run.phase() instanceof Ended;
        return new ContainerStatusBuilder()
                .withName(run.container().getName())
                .withImage(run.container().getImage())
                .withImageID(run.imageId())
                .withContainerID(began ? containerId(pod, run.container(), run.restartCount()) : null)
                .withReady(doneInitial || run.ready())
                .withStarted(run.started())
                .withRestartCount(run.restartCount())
                .withState(run.phase().state())
                .withLastState(last(run))
                .build();
    }

    private static ContainerState last(ContainerRun run) {
        ContainerStateTerminated last = run.last();
        return last == null
                ? new ContainerState()
                : new ContainerStateBuilder().withTerminated(last).build();
    }

    /** Names one run of a container. */
    static String containerId(Pod pod, Container container, int restart) {
        return "process://" + pod.getMetadata().getUid() + "/" + container.getName() + "/" + restart;
    }
}
