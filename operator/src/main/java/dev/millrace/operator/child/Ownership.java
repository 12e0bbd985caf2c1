package dev.millrace.operator.child;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;

/** Whose an object is: its controller, by uid. A name proves nothing, for names are reused. */
public final class Ownership {
    private Ownership() {}

    /** The reference that makes {@code owner} an object's controller; with the owner goes the object. */
    public static OwnerReference reference(HasMetadata owner) {
        return new OwnerReferenceBuilder()
                .withApiVersion(owner.getApiVersion())
                .withKind(owner.getKind())
                .withName(owner.getMetadata().getName())
                .withUid(owner.getMetadata().getUid())
                .withController(true)
                .withBlockOwnerDeletion(true)
                .build();
    }

    /** Whether {@code owner} is the controller of {@code object}. */
    public static boolean owns(HasMetadata owner, HasMetadata object) {
        String uid = owner.getMetadata().getUid();
        return uid != null
                && object.getMetadata().getOwnerReferences().stream()
                        .anyMatch(reference ->
                                Boolean.TRUE.equals(reference.getController()) && uid.equals(reference.getUid()));
    }
}
