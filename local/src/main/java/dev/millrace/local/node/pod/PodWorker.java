package dev.millrace.local.node.pod;

import dev.millrace.local.event.Occurrence;
import dev.millrace.local.node.address.PodAddress;
import dev.millrace.local.node.config.PodFacts;
import dev.millrace.local.node.log.LogFile;
import dev.millrace.local.node.pod.ContainerPhase.Ended;
import dev.millrace.local.node.pod.PodSnapshot.Verdict;
import dev.millrace.local.node.volume.MountFailedException;
import dev.millrace.local.node.volume.NodeFolders;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The life of one pod on this node. All that happens to it happens on one thread at a time. */
final class PodWorker implements PodScope {
    private static final Duration FIRST_MOUNT_RETRY = Duration.ofMillis(500);
    private static final Duration LONGEST_MOUNT_RETRY = Duration.ofSeconds(122);

    private final Surroundings around;
    private final SerialExecutor own;
    private final List<ContainerRun> initial;
    private final List<ContainerRun> containers;

    private volatile Pod pod;
    private volatile @Nullable PodAddress address;
    private @Nullable Map<String, Path> volumes;
    private @Nullable Verdict verdict;
    private @Nullable PodStatus told;
    private Duration mountRetry = FIRST_MOUNT_RETRY;
    private boolean deleting;
    private boolean shuttingDown;
    private boolean over;
    private boolean removed;

    PodWorker(Pod pod, Surroundings around) {
        this.pod = pod;
        this.around = around;
        this.own = new SerialExecutor(around.threads().looks());
        String policy = pod.getSpec().getRestartPolicy() == null
                ? "Always"
                : pod.getSpec().getRestartPolicy();
        boolean hasInitial = !pod.getSpec().getInitContainers().isEmpty();
        // An init container that has ended well has done its work, also where the others run for ever.
        String initialPolicy = policy.equals("Always") ? "OnFailure" : policy;
        String waitingFor = hasInitial ? "PodInitializing" : "ContainerCreating";
        this.initial = pod.getSpec().getInitContainers().stream()
                .map(container -> new ContainerRun(this, container, initialPolicy, waitingFor))
                .toList();
        this.containers = pod.getSpec().getContainers().stream()
                .map(container -> new ContainerRun(this, container, policy, waitingFor))
                .toList();
    }

    /** Begins, or goes on with what an earlier node left. */
    void begin() {
        execute(() -> {
            told = pod.getStatus();
            PastLife past = new PastLife(pod, around.clock().instant());
            past.restore(initial, containers);
            verdict = past.verdict().orElse(null);
            over = past.over();
            Long deadline = pod.getSpec().getActiveDeadlineSeconds();
            if (deadline != null && !over) {
                later(
                        Duration.ofSeconds(deadline),
                        () -> giveUp(new Verdict(
                                "DeadlineExceeded",
                                "Pod was active on the node longer than the specified deadline",
                                false)));
            }
            update();
        });
    }

    /** The pod as it is now. */
    void update(Pod present) {
        execute(() -> {
            pod = present;
            update();
        });
    }

    private void update() {
        if (pod.getMetadata().getDeletionTimestamp() != null) {
            deleting = true;
            Long grace = pod.getMetadata().getDeletionGracePeriodSeconds();
            stopAll(Duration.ofSeconds(grace == null ? 30 : grace));
        }
        proceed();
    }

    /** The object is gone from the API server: nothing may be left of it here. */
    void vanish() {
        execute(() -> {
            over = true;
            deleting = true;
            runs().forEach(ContainerRun::kill);
            whenIdle(() -> execute(() -> {
                clean();
                NodeFolders.delete(around.folders().logs(pod));
            }));
        });
    }

    /** The node can have it no longer. */
    void evict(String message) {
        execute(() -> {
            if (!over && verdict == null) {
                around.reports()
                        .events()
                        .record(pod, around.identity().source(), Occurrence.warning("Evicted", message));
                giveUp(new Verdict("Evicted", message, false));
            }
        });
    }

    /** The node stops: all are asked to end, without hooks. What was under way is taken up by the next one; nothing is told. */
    CompletableFuture<Void> shutDown() {
        CompletableFuture<Void> ended = new CompletableFuture<>();
        execute(() -> {
            shuttingDown = true;
            runs().forEach(run -> run.terminate());
            whenIdle(() -> ended.complete(null));
        });
        return ended;
    }

    /** Does something once the processes that run now have ended. */
    private void whenIdle(Runnable work) {
        CompletableFuture<?>[] exits = runs().map(ContainerRun::process)
                .filter(process -> process != null)
                .map(process -> process.exit())
                .toArray(CompletableFuture[]::new);
        CompletableFuture<Void> unused = CompletableFuture.allOf(exits)
                .handle((nothing, failure) -> failure == null)
                .thenAccept(well -> work.run());
    }

    private void giveUp(Verdict why) {
        if (over || verdict != null) {
            return;
        }
        verdict = why;
        stopAll(Duration.ofSeconds(1));
        proceed();
    }

    private void stopAll(Duration grace) {
        runs().forEach(run ->
                run.stop(grace, "Stopping container " + run.container().getName()));
    }

    /** Does what is next; done twice, it is as done once. */
    private void proceed() {
        if (!over && !stopping() && prepared()) {
            boolean initialized = true;
            for (ContainerRun run : initial) {
                if (!(run.phase() instanceof Ended ended && ended.well())) {
                    run.startIfDue();
                    initialized = false;
                    break;
                }
            }
            if (initialized) {
                containers.forEach(ContainerRun::startIfDue);
            }
        }
        settle();
    }

    private void settle() {
        if (shuttingDown) {
            return;
        }
        PodSnapshot snapshot = snapshot();
        PodStatus status = over && told != null
                ? told
                : PodStatuses.of(
                        snapshot, told, around.identity(), around.clock().instant());
        boolean idle = runs().allMatch(run -> run.process() == null);
        boolean ended = "Succeeded".equals(status.getPhase()) || "Failed".equals(status.getPhase());
        if (deleting && idle) {
            if (removed) {
                return;
            }
            removed = true;
            over = true;
            clean();
            around.reports().statuses().delete(pod, status);
        } else if (!over && !status.equals(told)) {
            around.reports().statuses().write(pod, status);
        }
        told = status;
        if (!over && ended && idle) {
            over = true;
            clean();
        }
    }

    private PodSnapshot snapshot() {
        PodAddress given = address;
        return new PodSnapshot(
                pod, initial, containers, Optional.ofNullable(given).map(PodAddress::ip), Optional.ofNullable(verdict));
    }

    /** Whether the volumes are there and the pod has its address. */
    private boolean prepared() {
        if (volumes != null) {
            return true;
        }
        List<Integer> ports = Stream.concat(
                        pod.getSpec().getContainers().stream(), pod.getSpec().getInitContainers().stream())
                .flatMap(container -> container.getPorts().stream())
                .map(ContainerPort::getContainerPort)
                .toList();
        PodAddress given = around.addresses().of(pod.getMetadata().getUid(), ports);
        try {
            volumes = around.volumes()
                    .prepare(new PodFacts(
                            pod,
                            given.ip(),
                            around.identity().address(),
                            around.identity().allocatable()));
            address = given;
            return true;
        } catch (MountFailedException e) {
            around.reports()
                    .events()
                    .record(pod, around.identity().source(), Occurrence.warning("FailedMount", e.getMessage()));
            later(mountRetry, this::proceed);
            Duration doubled = mountRetry.multipliedBy(2);
            mountRetry = doubled.compareTo(LONGEST_MOUNT_RETRY) > 0 ? LONGEST_MOUNT_RETRY : doubled;
            return false;
        }
    }

    private void clean() {
        volumes = null;
        around.addresses().release(pod.getMetadata().getUid());
        NodeFolders.delete(around.folders().pod(pod));
    }

    /** Its containers with the processes that they have now, for the node's housekeeping. */
    Stream<ContainerRun> runs() {
        return Stream.concat(initial.stream(), containers.stream());
    }

    /** The log of a container; null: there is no such container or it has none. */
    @Nullable
    LogFile log(String container, boolean previous) {
        return runs().filter(run -> run.container().getName().equals(container))
                .findFirst()
                .map(run -> run.log(previous))
                .orElse(null);
    }

    Optional<PodAddress> reachable() {
        return Optional.ofNullable(address);
    }

    @Override
    public Pod pod() {
        return pod;
    }

    @Override
    public Surroundings around() {
        return around;
    }

    @Override
    public Assembly assembly() {
        Map<String, Path> prepared = volumes;
        if (prepared == null) {
            throw new IllegalStateException("the volumes are not there yet");
        }
        return new Assembly(around, pod, address(), prepared);
    }

    @Override
    public PodAddress address() {
        PodAddress given = address;
        if (given == null) {
            throw new IllegalStateException("the pod has no address yet");
        }
        return given;
    }

    @Override
    public void execute(Runnable work) {
        own.execute(work);
    }

    @Override
    public void later(Duration delay, Runnable work) {
        around.threads().clock().later(delay, () -> execute(work));
    }

    @Override
    public void changed() {
        execute(this::proceed);
    }

    @Override
    public boolean stopping() {
        return deleting || shuttingDown || verdict != null || over;
    }

    @Override
    public void tell(Container container, Occurrence occurrence) {
        if (shuttingDown) {
            return;
        }
        String field = pod.getSpec().getInitContainers().contains(container) ? "initContainers" : "containers";
        around.reports()
                .events()
                .record(
                        pod,
                        "spec." + field + "{" + container.getName() + "}",
                        around.identity().source(),
                        occurrence);
    }
}
