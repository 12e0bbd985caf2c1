package dev.millrace.local.controller.storage;

import dev.millrace.local.controller.Pods;
import dev.millrace.local.controller.Workbench;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.List;

/** Lets claims and volumes that were deleted go when nobody uses them any more; until then a finalizer keeps them. */
final class Protection {
    private static final String CLAIM = "kubernetes.io/pvc-protection";
    private static final String VOLUME = "kubernetes.io/pv-protection";

    private final Workbench bench;

    Protection(Workbench bench) {
        this.bench = bench;
    }

    /** Lets a claim go that was deleted; false: a pod uses it. */
    boolean release(PersistentVolumeClaim claim) {
        if (used(claim.getMetadata().getNamespace(), claim.getMetadata().getName())) {
            return false;
        }
        if (claim.getMetadata().getFinalizers().contains(CLAIM)) {
            bench.client()
                    .persistentVolumeClaims()
                    .inNamespace(claim.getMetadata().getNamespace())
                    .withName(claim.getMetadata().getName())
                    .patch(PatchContext.of(PatchType.JSON_MERGE), without(claim, CLAIM));
        }
        return true;
    }

    /** Lets a volume go that was deleted and has no claim. */
    void release(PersistentVolume volume) {
        if (volume.getMetadata().getFinalizers().contains(VOLUME)) {
            bench.client()
                    .persistentVolumes()
                    .withName(volume.getMetadata().getName())
                    .patch(PatchContext.of(PatchType.JSON_MERGE), without(volume, VOLUME));
        }
    }

    /** Whether a pod that has not ended has a claim's volume. */
    boolean used(String namespace, String claim) {
        return bench.informers().podsIn(namespace).stream()
                .filter(pod -> pod.getSpec().getNodeName() != null && !Pods.isOver(pod))
                .anyMatch(pod -> uses(pod, claim));
    }

    private static boolean uses(Pod pod, String claim) {
        return pod.getSpec().getVolumes().stream()
                .anyMatch(volume -> volume.getPersistentVolumeClaim() != null
                        && volume.getPersistentVolumeClaim().getClaimName().equals(claim));
    }

    private String without(HasMetadata object, String finalizer) {
        List<String> left = object.getMetadata().getFinalizers().stream()
                .filter(present -> !present.equals(finalizer))
                .toList();
        return "{\"metadata\":{\"resourceVersion\":\""
                + object.getMetadata().getResourceVersion()
                + "\",\"finalizers\":"
                + bench.client().getKubernetesSerialization().asJson(left)
                + "}}";
    }
}
