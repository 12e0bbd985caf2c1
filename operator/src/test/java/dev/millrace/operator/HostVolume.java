package dev.millrace.operator;

import io.fabric8.kubernetes.api.model.PersistentVolumeBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;

/** A volume on the node with a claim on it: pods that mount the claim are scheduled as far as the rest allows. */
final class HostVolume implements AutoCloseable {
    private final String name;

    private HostVolume(String name) {
        this.name = name;
    }

    static HostVolume boundTo(ScratchNamespace namespace, String claim) {
        String name = namespace.name() + "-store";
        namespace
                .client()
                .resource(new PersistentVolumeBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .endMetadata()
                        .withNewSpec()
                        .withAccessModes("ReadWriteOnce")
                        .addToCapacity("storage", Quantity.parse("1Gi"))
                        .withNewHostPath()
                        .withPath("/tmp/" + name)
                        .withType("DirectoryOrCreate")
                        .endHostPath()
                        .endSpec()
                        .build())
                .create();
        namespace.create(new PersistentVolumeClaimBuilder()
                .withNewMetadata()
                .withName(claim)
                .endMetadata()
                .withNewSpec()
                .withStorageClassName("")
                .withVolumeName(name)
                .withAccessModes("ReadWriteOnce")
                .withNewResources()
                .addToRequests("storage", Quantity.parse("1Gi"))
                .endResources()
                .endSpec()
                .build());
        namespace.await(
                PersistentVolumeClaim.class,
                claim,
                present -> present.getStatus() != null
                        && "Bound".equals(present.getStatus().getPhase()));
        return new HostVolume(name);
    }

    @Override
    public void close() {
        try (KubernetesClient client = new KubernetesClientBuilder().build()) {
            client.persistentVolumes().withName(name).delete();
        }
    }
}
