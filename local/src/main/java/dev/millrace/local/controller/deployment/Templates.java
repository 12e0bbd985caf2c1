package dev.millrace.local.controller.deployment;

import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/** Pod templates, told apart. */
final class Templates {
    static final String HASH = "pod-template-hash";
    /** No vowels: a hash spells no word. */
    private static final String LETTERS = "bcdfghjklmnpqrstvwxz2456789";

    private static final int LENGTH = 10;

    private final KubernetesSerialization serialization;

    Templates(KubernetesSerialization serialization) {
        this.serialization = serialization;
    }

    /** Whether two templates make the same pods. */
    boolean same(PodTemplateSpec one, PodTemplateSpec other) {
        return serialization.asJson(bare(one)).equals(serialization.asJson(bare(other)));
    }

    /**
     * A template's hash, for names and labels.
     *
     * @param collisions how often a hash of this Deployment was taken by another template
     */
    String hash(PodTemplateSpec template, @Nullable Integer collisions) {
        CRC32 first = new CRC32();
        byte[] bytes = serialization.asJson(bare(template)).getBytes(StandardCharsets.UTF_8);
        first.update(bytes);
        if (collisions != null) {
            first.update(collisions);
        }
        CRC32 second = new CRC32();
        second.update((int) first.getValue());
        second.update(bytes);
        long value = first.getValue() << 32 | second.getValue();
        StringBuilder hash = new StringBuilder();
        for (int i = 0; i < LENGTH; i++) {
            hash.append(LETTERS.charAt((int) Long.remainderUnsigned(value, LETTERS.length())));
            value = Long.divideUnsigned(value, LETTERS.length());
        }
        return hash.toString();
    }

    private static PodTemplateSpec bare(PodTemplateSpec template) {
        return new PodTemplateSpecBuilder(template)
                .editOrNewMetadata()
                .removeFromLabels(HASH)
                .endMetadata()
                .build();
    }
}
