package dev.millrace.local.controller.storage;

import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/** Which volume is for which claim. */
final class Matches {
    private Matches() {}

    static boolean fits(PersistentVolume volume, PersistentVolumeClaim claim) {
        if (volume.getMetadata().getDeletionTimestamp() != null || !isFree(volume, claim)) {
            return false;
        }
        String named = claim.getSpec().getVolumeName();
        if (named != null) {
            return named.equals(volume.getMetadata().getName());
        }
        return orEmpty(volume.getSpec().getStorageClassName())
                        .equals(
                                claim.getSpec().getStorageClassName() == null
                                        ? StorageController.CLASS
                                        : claim.getSpec().getStorageClassName())
                && volume.getSpec().getAccessModes().containsAll(claim.getSpec().getAccessModes())
                && capacity(volume).compareTo(StorageController.requested(claim).getNumericalAmount()) >= 0;
    }

    private static boolean isFree(PersistentVolume volume, PersistentVolumeClaim claim) {
        ObjectReference reference = volume.getSpec().getClaimRef();
        return reference == null || isFor(reference, claim);
    }

    private static boolean isFor(ObjectReference reference, PersistentVolumeClaim claim) {
        return claim.getMetadata().getNamespace().equals(reference.getNamespace())
                && claim.getMetadata().getName().equals(reference.getName())
                && (reference.getUid() == null || claim.getMetadata().getUid().equals(reference.getUid()));
    }

    /** One that waits for the claim first, then the smallest. */
    static Comparator<PersistentVolume> best() {
        return Comparator.comparing(
                        (PersistentVolume volume) -> volume.getSpec().getClaimRef() == null)
                .thenComparing(Matches::capacity);
    }

    private static BigDecimal capacity(PersistentVolume volume) {
        Quantity storage = volume.getSpec().getCapacity() == null
                ? null
                : volume.getSpec().getCapacity().get("storage");
        return storage == null ? BigDecimal.ZERO : storage.getNumericalAmount();
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
