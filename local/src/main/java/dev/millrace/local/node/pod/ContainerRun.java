package dev.millrace.local.node.pod;

import dev.millrace.local.event.Occurrence;
import dev.millrace.local.node.config.ConfigMissingException;
import dev.millrace.local.node.container.CannotStartException;
import dev.millrace.local.node.container.CommandLines;
import dev.millrace.local.node.container.ContainerProcess;
import dev.millrace.local.node.image.Image;
import dev.millrace.local.node.image.ImageMissingException;
import dev.millrace.local.node.log.LogFile;
import dev.millrace.local.node.pod.ContainerPhase.Ended;
import dev.millrace.local.node.pod.ContainerPhase.Running;
import dev.millrace.local.node.pod.ContainerPhase.Waiting;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStateTerminatedBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One container of a pod, from its first start to its last end. It is used by its pod's thread alone.
 */
final class ContainerRun {
    /** A process that ran so long has its back-off forgotten. */
    private static final Duration GOOD_RUN = Duration.ofMinutes(10);

    private static final Duration CONFIG_RETRY = Duration.ofSeconds(5);
    /** How long a failed pull is shown as such before it is shown as waiting. */
    private static final Duration PULL_SHOWN = Duration.ofSeconds(2);

    private static final int CANNOT_START = 128;
    private static final int KILLED = 137;

    private final PodScope pod;
    private final Container container;
    private final boolean always;
    private final boolean onFailure;
    private final Backoff restarts = Backoff.ofRestarts();
    private final Backoff pulls = Backoff.ofPulls();
    private final ContainerHealth health;
    private final ContainerEnd end;

    private ContainerPhase phase;
    private @Nullable ContainerStateTerminated last;
    private @Nullable ContainerProcess process;
    private @Nullable LogFile log;
    private @Nullable LogFile previousLog;
    private @Nullable Instant notBefore;
    private String imageId = "";
    private int restartCount;
    private boolean outOfMemory;

    /** @param policy of restarts, such as {@code OnFailure} */
    ContainerRun(PodScope pod, Container container, String policy, String waitingFor) {
        this.pod = pod;
        this.container = container;
        this.always = policy.equals("Always");
        this.onFailure = policy.equals("OnFailure");
        this.phase = new Waiting(waitingFor, "");
        this.health = new ContainerHealth(pod, container, this::unhealthy);
        this.end = new ContainerEnd(pod, container);
    }

    Container container() {
        return container;
    }

    ContainerPhase phase() {
        return phase;
    }

    @Nullable
    ContainerStateTerminated last() {
        return last;
    }

    int restartCount() {
        return restartCount;
    }

    String imageId() {
        return imageId;
    }

    @Nullable
    ContainerProcess process() {
        return process;
    }

    /** The log of this run or the one before; null: there is none. */
    @Nullable
    LogFile log(boolean previous) {
        return previous ? previousLog : log;
    }

    boolean ready() {
        return process != null && health.ready();
    }

    boolean started() {
        return process != null && health.started();
    }

    /** Whether it has come to an end that it is not started again after. */
    boolean finished() {
        return phase instanceof Ended ended && !restartsAfter(ended.how().getExitCode());
    }

    /** Takes over what an earlier node left: the process is gone, and the next one counts as a restart. */
    void resume(int earlierRestarts, @Nullable ContainerStateTerminated how, boolean goesOn) {
        restartCount = earlierRestarts;
        log = earlierLog(earlierRestarts);
        if (how == null) {
            return;
        }
        if (goesOn) {
            last = how;
            previousLog = log;
            restartCount++;
        } else {
            phase = new Ended(how);
        }
    }

    private @Nullable LogFile earlierLog(int number) {
        try {
            return LogFile.ended(logPath(number));
        } catch (IOException e) {
            return null;
        }
    }

    private Path logPath(int number) {
        return pod.around()
                .folders()
                .logs(pod.pod())
                .resolve(container.getName())
                .resolve(number + ".log");
    }

    /** Starts the process, where it is time to. */
    void startIfDue() {
        if (process != null || pod.stopping() || finished()) {
            return;
        }
        Instant now = pod.around().clock().instant();
        if (notBefore != null && now.isBefore(notBefore)) {
            return;
        }
        notBefore = null;
        start();
    }

    private void start() {
        Image image;
        try {
            image = pod.around().images().image(container.getImage());
        } catch (ImageMissingException e) {
            notPulled(e.getMessage());
            return;
        }
        pulls.reset();
        pod.tell(
                container,
                Occurrence.normal(
                        "Pulled", "Container image \"" + container.getImage() + "\" already present on machine"));
        try {
            CommandLines lines = pod.assembly().of(container, image);
            LogFile next = LogFile.create(logPath(restartCount), pod.around().clock(), LogFile.Rotation.DEFAULT);
            log = next;
            pod.tell(container, Occurrence.normal("Created", "Created container: " + container.getName()));
            ContainerProcess started = ContainerProcess.start(lines.main(), next);
            process = started;
            outOfMemory = false;
            imageId = image.id();
            phase = new Running(pod.around().clock().instant());
            ProcessRecord.write(pod.around().folders(), pod.pod(), container, started);
            started.onExit(code -> pod.execute(() -> ended(code)));
            pod.tell(container, Occurrence.normal("Started", "Started container " + container.getName()));
            health.begin(lines);
            end.begun(lines);
        } catch (ConfigMissingException e) {
            waitFor(CONFIG_RETRY, new Waiting("CreateContainerConfigError", e.getMessage()));
            pod.tell(container, Occurrence.warning("Failed", "Error: " + e.getMessage()));
        } catch (CannotStartException e) {
            cannotStart(e.getMessage());
        } catch (IOException | UncheckedIOException e) {
            cannotStart("the container's log cannot be written: " + e.getMessage());
        }
        pod.changed();
    }

    private void cannotStart(String why) {
        pod.tell(container, Occurrence.warning("Failed", "Error: failed to create containerd task: " + why));
        Instant now = pod.around().clock().instant();
        ended(new ContainerStateTerminatedBuilder()
                .withExitCode(CANNOT_START)
                .withReason("StartError")
                .withMessage("failed to create containerd task: " + why)
                .withStartedAt(Times.seconds(now))
                .withFinishedAt(Times.seconds(now))
                .build());
    }

    private void notPulled(String why) {
        String image = container.getImage();
        Duration wait = pulls.advance();
        pod.tell(container, Occurrence.normal("Pulling", "Pulling image \"" + image + "\""));
        pod.tell(container, Occurrence.warning("Failed", "Failed to pull image \"" + image + "\": " + why));
        pod.tell(container, Occurrence.warning("Failed", "Error: ErrImagePull"));
        waitFor(wait, new Waiting("ErrImagePull", why));
        pod.later(PULL_SHOWN, () -> {
            if (phase instanceof Waiting waiting && waiting.reason().equals("ErrImagePull")) {
                pod.tell(container, Occurrence.normal("BackOff", "Back-off pulling image \"" + image + "\""));
                pod.tell(container, Occurrence.warning("Failed", "Error: ImagePullBackOff"));
                phase = new Waiting(
                        "ImagePullBackOff", "Back-off pulling image \"" + image + "\": ErrImagePull: " + why);
                pod.changed();
            }
        });
        pod.changed();
    }

    private void waitFor(Duration delay, Waiting shown) {
        phase = shown;
        notBefore = pod.around().clock().instant().plus(delay);
        pod.later(delay, this::startIfDue);
    }

    private void ended(int code) {
        LogFile written = log;
        if (!(phase instanceof Running running) || written == null) {
            return;
        }
        process = null;
        health.end();
        end.ended();
        ProcessRecord.delete(pod.around().folders(), pod.pod(), container);
        boolean exhausted = outOfMemory || LastWords.heapExhausted(written, code);
        int exitCode = exhausted ? KILLED : code;
        String message = LastWords.message(
                container, Assembly.terminationLog(pod.around(), pod.pod(), container), written, exitCode);
        Instant now = pod.around().clock().instant();
        if (Duration.between(running.since(), now).compareTo(GOOD_RUN) >= 0) {
            restarts.reset();
        }
        ended(new ContainerStateTerminatedBuilder()
                .withExitCode(exitCode)
                .withReason(exhausted ? "OOMKilled" : exitCode == 0 ? "Completed" : "Error")
                .withMessage(message.isEmpty() ? null : message)
                .withStartedAt(Times.seconds(running.since()))
                .withFinishedAt(Times.seconds(now))
                .withContainerID(ContainerStatuses.containerId(pod.pod(), container, restartCount))
                .build());
    }

    private void ended(ContainerStateTerminated how) {
        phase = new Ended(how);
        if (restartsAfter(how.getExitCode()) && !pod.stopping()) {
            last = how;
            previousLog = log;
            restartCount++;
            Duration wait = restarts.advance();
            if (!wait.isZero()) {
                String name = pod.pod().getMetadata().getName() + "_"
                        + pod.pod().getMetadata().getNamespace() + "("
                        + pod.pod().getMetadata().getUid() + ")";
                waitFor(
                        wait,
                        new Waiting(
                                "CrashLoopBackOff",
                                "back-off %s restarting failed container=%s pod=%s"
                                        .formatted(shown(wait), container.getName(), name)));
                pod.tell(
                        container,
                        Occurrence.warning(
                                "BackOff",
                                "Back-off restarting failed container " + container.getName() + " in pod " + name));
            } else {
                phase = new Waiting("ContainerCreating", "");
            }
        }
        pod.changed();
    }

    /** As Go writes durations. */
    private static String shown(Duration wait) {
        long minutes = wait.toMinutes();
        return minutes == 0 ? wait.toSeconds() + "s" : minutes + "m" + wait.toSecondsPart() + "s";
    }

    private boolean restartsAfter(int exitCode) {
        return always || (onFailure && exitCode != 0);
    }

    /** A probe has given it up: it ends, and starts again if its pod says so. */
    private void unhealthy(String probe, @Nullable Long graceSeconds) {
        if (process != null) {
            Long podGrace = pod.pod().getSpec().getTerminationGracePeriodSeconds();
            long grace = graceSeconds != null ? graceSeconds : podGrace == null ? 30 : podGrace;
            stop(
                    Duration.ofSeconds(grace),
                    "Container " + container.getName() + " failed " + probe + " probe, will be restarted");
        }
    }

    /** It has taken more memory than its limit. */
    void killForMemory() {
        if (process != null) {
            outOfMemory = true;
            process.kill();
        }
    }

    /** Ends the process within the grace. */
    void stop(Duration grace, String why) {
        if (process != null) {
            health.stopping();
            end.stop(process, grace, why);
        }
    }

    /** Asks the process to end, and does no more. */
    void terminate() {
        if (process != null) {
            health.stopping();
            process.terminate();
        }
    }

    /** Ends the process at once. */
    void kill() {
        if (process != null) {
            process.kill();
        }
    }
}
