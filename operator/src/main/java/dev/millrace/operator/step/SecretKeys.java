package dev.millrace.operator.step;

import io.fabric8.kubernetes.api.model.KeyToPath;
import io.fabric8.kubernetes.api.model.KeyToPathBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import java.util.List;

/**
 * Keys of a Secret, which a step's pod gets as files. The operator reads none of them and has no right to: that the Secret or a key is missing
 * is the node's finding, which waits with the pod until both are there.
 *
 * @param field of the spec that names the Secret
 * @param name of the Secret
 * @param required keys without which the pod does not start
 * @param optional keys that it gets where the Secret has them
 */
public record SecretKeys(String field, String name, List<String> required, List<String> optional) {
    /** The volume's name. */
    static final String VOLUME = "credentials";

    /** Read by its owner, and by the pod's group, which Kubernetes adds. */
    private static final int MODE = 0400;

    /** A Secret of which all keys are needed. */
    public SecretKeys(String field, String name, List<String> required) {
        this(field, name, required, List.of());
    }

    /** The keys as files of their names; of other keys the pod gets none. */
    Volume volume() {
        if (optional.isEmpty()) {
            return new VolumeBuilder()
                    .withName(VOLUME)
                    .withNewSecret()
                    .withSecretName(name)
                    .withDefaultMode(MODE)
                    .withItems(items(required))
                    .endSecret()
                    .build();
        }
        return new VolumeBuilder()
                .withName(VOLUME)
                .withNewProjected()
                .withDefaultMode(MODE)
                .addNewSource()
                .withNewSecret()
                .withName(name)
                .withItems(items(required))
                .endSecret()
                .endSource()
                .addNewSource()
                .withNewSecret()
                .withName(name)
                .withItems(items(optional))
                .withOptional(true)
                .endSecret()
                .endSource()
                .endProjected()
                .build();
    }

    private static List<KeyToPath> items(List<String> keys) {
        return keys.stream()
                .map(key -> new KeyToPathBuilder().withKey(key).withPath(key).build())
                .toList();
    }
}
