package dev.millrace.local.demo;

import dev.millrace.local.EndSignal;
import dev.millrace.local.LocalCluster;
import dev.millrace.local.manifest.Kustomization;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Millrace itself in the cluster: the very objects that {@code make install} applies. */
final class Installation {
    private static final String NAMESPACE = "millrace-system";
    private static final String OPERATOR = "millrace-operator";
    private static final Path OBJECTS = Path.of("config", "default");
    private static final Duration TICK = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofSeconds(90);

    private final KubernetesClient client;
    private final Path logs;

    /**
     * @param logs the folder of the pods' logs, which are there when the cluster is not
     */
    Installation(KubernetesClient client, Path logs) {
        this.client = client;
        this.logs = logs;
    }

    /** Applies it, from the source tree under a root. */
    void apply(Path root) throws IOException {
        new Applying(client).all(Kustomization.render(root.resolve(OBJECTS)));
    }

    /**
     * Waits until the operator works; whether it does: else the end was asked for.
     *
     * @param outage of the API server, which nothing gets over by itself
     * @throws FailedException if it does not start
     */
    boolean await(EndSignal signal, Supplier<Optional<String>> outage) throws FailedException, InterruptedException {
        long start = System.nanoTime();
        try (SharedIndexInformer<Deployment> deployments = client.apps()
                        .deployments()
                        .inNamespace(NAMESPACE)
                        .withName(OPERATOR)
                        .inform();
                SharedIndexInformer<Pod> pods =
                        client.pods().inNamespace(NAMESPACE).inform()) {
            while (deployments.getStore().list().stream().noneMatch(Installation::available)) {
                Optional<String> trouble = trouble(pods.getStore().list());
                if (outage.get().isPresent()) {
                    throw new FailedException(LocalCluster.sentence(outage.get().get()));
                }
                if (trouble.isPresent()) {
                    throw new FailedException("The operator does not start: " + trouble.get());
                }
                if (System.nanoTime() - start > LONGEST.toNanos()) {
                    throw new FailedException("The operator is not ready after %d s. What it said is in %s."
                            .formatted(LONGEST.toSeconds(), logs));
                }
                if (signal.await(TICK)) {
                    return false;
                }
            }
        }
        return true;
    }

    private static boolean available(Deployment deployment) {
        return deployment.getStatus() != null
                && deployment
                        .getMetadata()
                        .getGeneration()
                        .equals(deployment.getStatus().getObservedGeneration())
                && deployment.getStatus().getConditions().stream()
                        .anyMatch(condition -> condition.getType().equals("Available")
                                && condition.getStatus().equals("True"));
    }

    /** What a container of it waits for, if that is trouble. */
    private Optional<String> trouble(List<Pod> pods) {
        return pods.stream()
                .filter(pod -> pod.getStatus() != null)
                .flatMap(pod -> pod.getStatus().getContainerStatuses().stream())
                .map(this::trouble)
                .flatMap(Optional::stream)
                .findFirst();
    }

    private Optional<String> trouble(ContainerStatus status) {
        ContainerStateWaiting waiting =
                status.getState() == null ? null : status.getState().getWaiting();
        if (waiting == null || waiting.getReason() == null) {
            return Optional.empty();
        }
        return switch (waiting.getReason()) {
            case "ErrImagePull", "ImagePullBackOff", "CreateContainerConfigError", "CreateContainerError" ->
                Optional.of(String.valueOf(waiting.getMessage()));
            case "CrashLoopBackOff" ->
                Optional.of(
                        "its process ended %d times. What it said is in %s.".formatted(status.getRestartCount(), logs));
            default -> Optional.empty();
        };
    }
}
