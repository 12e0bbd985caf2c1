package dev.millrace.local.controller.storage;

import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.storage.StorageClass;
import io.fabric8.kubernetes.api.model.storage.StorageClassBuilder;
import java.util.Map;

/** Volumes that are folders of this node, and their storage class. */
final class Folders {
    static final String PROVISIONED_BY = "pv.kubernetes.io/provisioned-by";

    /** On the node, as a {@code hostPath} names it. */
    private static final String FOLDER = "/volumes/";

    private Folders() {}

    static StorageClass storageClass() {
        return new StorageClassBuilder()
                .withNewMetadata()
                .withName(StorageController.CLASS)
                .withAnnotations(Map.of("storageclass.kubernetes.io/is-default-class", "true"))
                .endMetadata()
                .withProvisioner(StorageController.PROVISIONER)
                .withReclaimPolicy("Delete")
                .withVolumeBindingMode("Immediate")
                .build();
    }

    /** The name of the volume that is made for a claim. */
    static String name(PersistentVolumeClaim claim) {
        return "pvc-" + claim.getMetadata().getUid();
    }

    /** A volume for a claim, wherever the node's folders lie when they are used: they may be moved. */
    static PersistentVolume volume(PersistentVolumeClaim claim) {
        return new PersistentVolumeBuilder()
                .withNewMetadata()
                .withName(name(claim))
                .withAnnotations(Map.of(PROVISIONED_BY, StorageController.PROVISIONER))
                .endMetadata()
                .withNewSpec()
                .withCapacity(Map.of("storage", StorageController.requested(claim)))
                .withAccessModes(claim.getSpec().getAccessModes())
                .withPersistentVolumeReclaimPolicy("Delete")
                .withStorageClassName(StorageController.CLASS)
                .withVolumeMode("Filesystem")
                .withNewClaimRef()
                .withApiVersion("v1")
                .withKind("PersistentVolumeClaim")
                .withNamespace(claim.getMetadata().getNamespace())
                .withName(claim.getMetadata().getName())
                .withUid(claim.getMetadata().getUid())
                .endClaimRef()
                .withNewHostPath()
                .withPath(FOLDER + name(claim))
                .withType("DirectoryOrCreate")
                .endHostPath()
                .endSpec()
                .build();
    }
}
