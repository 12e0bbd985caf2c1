package dev.millrace.operator.deployment;

import dev.millrace.operator.child.Labels;
import dev.millrace.operator.cluster.Kubelet;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.net.HttpURLConnection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Decides what becomes of model servers, by revision: of those that are there, and of those that come. */
final class Servers implements AutoCloseable {
    private final Kubelet kubelet;
    private final Map<String, Consumer<Pod>> fates = new ConcurrentHashMap<>();
    private final SharedIndexInformer<Pod> pods;

    Servers(KubernetesClient client, String namespace) {
        this.kubelet = new Kubelet(client);
        this.pods = client.pods().inNamespace(namespace).inform(new ResourceEventHandler<>() {
            @Override
            public void onAdd(Pod pod) {
                meet(pod);
            }

            @Override
            public void onUpdate(Pod before, Pod pod) {
                meet(pod);
            }

            @Override
            public void onDelete(Pod pod, boolean unknown) {}
        });
    }

    /** Those of that revision answer. */
    void answer(long revision) {
        decide(revision, kubelet::answer);
    }

    /** Those of that revision end again and again with this termination message. */
    void crash(long revision, String message) {
        decide(revision, pod -> kubelet.crash(pod, message));
    }

    private void decide(long revision, Consumer<Pod> fate) {
        fates.put(Long.toString(revision), fate);
        pods.getStore().list().forEach(this::meet);
    }

    private void meet(Pod pod) {
        Consumer<Pod> fate = fates.get(pod.getMetadata().getLabels().get(Labels.REVISION));
        if (fate == null || pod.getMetadata().getDeletionTimestamp() != null) {
            return;
        }
        try {
            fate.accept(pod);
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_NOT_FOUND) {
                throw e;
            }
        }
    }

    @Override
    public void close() {
        pods.close();
    }
}
