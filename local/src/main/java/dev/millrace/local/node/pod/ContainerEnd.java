package dev.millrace.local.node.pod;

import dev.millrace.local.event.Occurrence;
import dev.millrace.local.node.container.CommandLines;
import dev.millrace.local.node.container.ContainerProcess;
import dev.millrace.local.node.probe.Looks;
import dev.millrace.local.node.probe.ProbeResult;
import dev.millrace.local.node.probe.ProbeTarget;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.LifecycleHandler;
import io.fabric8.kubernetes.api.model.ProbeBuilder;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Ends a container's process as a kubelet does: its {@code preStop} hook, then SIGTERM, then SIGKILL when the grace is over. It is used by its
 * pod's thread alone.
 */
final class ContainerEnd {
    /** A process that heeds SIGTERM has so long at least, however long its hook took. */
    private static final Duration LEAST_GRACE = Duration.ofSeconds(2);

    private final PodScope pod;
    private final Container container;
    private @Nullable CommandLines lines;
    private @Nullable ContainerProcess ending;
    private @Nullable Instant deadline;

    ContainerEnd(PodScope pod, Container container) {
        this.pod = pod;
        this.container = container;
    }

    /** A process runs. */
    void begun(CommandLines commandLines) {
        lines = commandLines;
    }

    /** The process has ended. */
    void ended() {
        ending = null;
        deadline = null;
    }

    /** Asks the process to end; asked again, the shorter grace counts. */
    void stop(ContainerProcess process, Duration grace, String why) {
        Instant now = pod.around().clock().instant();
        Instant wanted = now.plus(grace);
        boolean first = ending != process;
        if (!first && deadline != null && !wanted.isBefore(deadline)) {
            return;
        }
        ending = process;
        deadline = wanted;
        pod.later(grace, () -> killIfLate(process));
        if (!first) {
            return;
        }
        pod.tell(container, Occurrence.normal("Killing", why));
        LifecycleHandler hook = container.getLifecycle() == null
                ? null
                : container.getLifecycle().getPreStop();
        if (hook == null || grace.isZero()) {
            process.terminate();
        } else if (hook.getSleep() != null) {
            pod.later(Duration.ofSeconds(hook.getSleep().getSeconds()), () -> terminate(process));
        } else {
            pod.around().threads().looks().execute(() -> {
                ProbeResult result = run(hook, grace);
                pod.execute(() -> {
                    if (!result.healthy()) {
                        pod.tell(container, Occurrence.warning("FailedPreStopHook", "PreStopHook failed"));
                    }
                    terminate(process);
                });
            });
        }
    }

    private ProbeResult run(LifecycleHandler hook, Duration grace) {
        CommandLines known = lines;
        if (known == null) {
            return new ProbeResult(false, "the container never ran");
        }
        ProbeTarget target = new ProbeTarget(container, port -> pod.address().reach(port), known::command);
        return Looks.look(
                new ProbeBuilder()
                        .withHttpGet(hook.getHttpGet())
                        .withTcpSocket(hook.getTcpSocket())
                        .withExec(hook.getExec())
                        .withTimeoutSeconds((int) Math.max(1, grace.toSeconds()))
                        .build(),
                target);
    }

    private void terminate(ContainerProcess process) {
        if (ending != process) {
            return;
        }
        process.terminate();
        Instant least = pod.around().clock().instant().plus(LEAST_GRACE);
        if (deadline != null && deadline.isBefore(least)) {
            deadline = least;
            pod.later(LEAST_GRACE, () -> killIfLate(process));
        }
    }

    private void killIfLate(ContainerProcess process) {
        if (ending == process
                && deadline != null
                && !pod.around().clock().instant().isBefore(deadline)) {
            process.kill();
        }
    }
}
