package dev.millrace.data.bucket;

import dev.millrace.contract.report.StepException;
import dev.millrace.store.s3.S3Connection.Credentials;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Who reads a bucket: whom the Secret names, else the pod's service account where a cloud knows it, else nobody, which is enough for a public one. */
final class SourceIdentity {
    private static final String FIELD = "spec.source.s3.secretRef";

    /** What a cloud puts into the pod of a service account that it knows. */
    private static final Set<String> OF_THE_POD = Set.of(
            "AWS_WEB_IDENTITY_TOKEN_FILE",
            "AWS_CONTAINER_CREDENTIALS_FULL_URI",
            "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI");

    private SourceIdentity() {}

    /**
     * The credentials to ask with. Never those of the store, which the spec's author may have no right to.
     *
     * @param secret the folder with the Secret's keys; empty: the spec names none
     * @throws StepException if the Secret lacks a key
     */
    static Credentials of(Optional<Path> secret, Map<String, String> environment) throws IOException {
        if (secret.isPresent()) {
            Path folder = secret.get();
            return new Credentials.Keys(
                    key(folder, "accessKeyId"),
                    key(folder, "secretAccessKey"),
                    Files.exists(folder.resolve("sessionToken")) ? key(folder, "sessionToken") : null);
        }
        return OF_THE_POD.stream().anyMatch(environment::containsKey)
                ? new Credentials.PodIdentity()
                : new Credentials.Anonymous();
    }

    private static String key(Path folder, String name) throws IOException {
        try {
            String value = Files.readString(folder.resolve(name)).strip();
            if (!value.isEmpty()) {
                return value;
            }
        } catch (NoSuchFileException e) {
            // As an empty one.
        }
        throw StepException.badInput(FIELD + ": the Secret has no key \"" + name
                + "\": it needs accessKeyId and secretAccessKey, and sessionToken where the keys are temporary.");
    }
}
