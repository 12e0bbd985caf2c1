package dev.millrace.operator.store;

import dev.millrace.operator.claim.StoreClaim;
import dev.millrace.operator.configuration.OperatorConfiguration.Store;
import dev.millrace.operator.configuration.S3Store;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a pod needs to reach the store of its namespace. Credentials come from a Secret by the kubelet: no object of ours has them.
 *
 * @param uri as the pod's program is told
 * @param volumes to be mounted
 * @param mounts of these
 * @param environment of the container
 * @param serviceAccountName null: the namespace's default, without a token
 */
public record PodStore(
        String uri,
        List<Volume> volumes,
        List<VolumeMount> mounts,
        List<EnvVar> environment,
        @Nullable String serviceAccountName) {
    /**
     * The store of a namespace.
     *
     * @param readOnly whether the pod only reads; in S3 its credentials decide
     */
    public static PodStore of(Store store, String namespace, boolean readOnly) {
        return store.bucket(namespace)
                .map(bucket -> inBucket(bucket, namespace))
                .orElseGet(() -> new PodStore(
                        "file://" + Store.MOUNT_PATH,
                        List.of(new StoreClaim(store).volume(readOnly)),
                        List.of(StoreClaim.mount(readOnly)),
                        List.of(),
                        null));
    }

    private static PodStore inBucket(S3Store bucket, String namespace) {
        List<EnvVar> environment = new ArrayList<>();
        add(environment, "ENDPOINT", bucket.endpoint());
        add(environment, "REGION", bucket.region());
        add(environment, "PATH_STYLE", bucket.inPath() ? "true" : null);
        if (bucket.secretName() != null) {
            environment.add(secret("ACCESS_KEY_ID", bucket.secretName(), "accessKeyId"));
            environment.add(secret("SECRET_ACCESS_KEY", bucket.secretName(), "secretAccessKey"));
            environment.add(new EnvVarBuilder(secret("SESSION_TOKEN", bucket.secretName(), "sessionToken"))
                    .editValueFrom()
                    .editSecretKeyRef()
                    .withOptional(true)
                    .endSecretKeyRef()
                    .endValueFrom()
                    .build());
        }
        return new PodStore(bucket.uri(namespace), List.of(), List.of(), environment, bucket.serviceAccountName());
    }

    private static void add(List<EnvVar> environment, String name, @Nullable String value) {
        if (value != null) {
            environment.add(new EnvVarBuilder()
                    .withName("MILLRACE_S3_" + name)
                    .withValue(value)
                    .build());
        }
    }

    private static EnvVar secret(String name, String secret, String key) {
        return new EnvVarBuilder()
                .withName("MILLRACE_S3_" + name)
                .withNewValueFrom()
                .withNewSecretKeyRef()
                .withName(secret)
                .withKey(key)
                .endSecretKeyRef()
                .endValueFrom()
                .build();
    }
}
