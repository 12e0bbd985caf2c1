package dev.millrace.api.v1alpha1.dataset;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.millrace.api.v1alpha1.Limits;
import dev.millrace.api.v1alpha1.Wire;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** Where rows come from. */
@Wire
@ValidationRule(
        value = "[has(self.configMap), has(self.volume), has(self.http)].exists_one(given, given)",
        message = "give exactly one of configMap, volume and http")
public record Source(
        @JsonPropertyDescription("A key of a ConfigMap: samples up to 1 MiB, plain or compressed by gzip or zstd.")
        @Nullable
        ConfigMapKey configMap,

        @JsonPropertyDescription("Files on a volume.") @Nullable
        VolumePath volume,

        @JsonPropertyDescription(
                "A file of an HTTP or HTTPS server. Public addresses, and those that the administrator allows.")
        @Nullable
        HttpFile http) {

    /** One key of a ConfigMap. */
    @Wire
    public record ConfigMapKey(
            @Required
            @Size(min = 1, max = Limits.OBJECT_NAME)
            @Pattern(Limits.OBJECT_NAME_PATTERN)
            @JsonPropertyDescription("Name of the ConfigMap.")
            String name,

            @Required
            @Size(min = 1, max = Limits.OBJECT_NAME)
            @Pattern("^[-._a-zA-Z0-9]+$")
            @JsonPropertyDescription(
                    "The key, in data or binaryData, which is the file's name, such as houses.csv.zst.")
            String key) {}

    /** Files on a volume, read in the order of their paths. */
    @Wire
    @ValidationRule(
            value = "!self.path.startsWith('/') && self.path.split('/').all(p, p != '..' && p != '')",
            message = "a path is relative to the volume's root and stays below it",
            fieldPath = ".path")
    public record VolumePath(
            @Required
            @Size(min = 1, max = Limits.OBJECT_NAME)
            @Pattern(Limits.OBJECT_NAME_PATTERN)
            @JsonPropertyDescription("Name of the PersistentVolumeClaim.")
            String claimName,

            @Required
            @Size(min = 1, max = Limits.PATH)
            @JsonPropertyDescription("Path relative to the volume's root, or a glob such as houses/*.csv.")
            String path) {}

    /** A file of an HTTP server, known by its content. */
    @Wire
    @ValidationRule(
            value = "self.url.matches('^https?://[^/?#@ ]+([/?][^# ]*)?$')",
            message = "an http:// or https:// URL without user, password, fragment or spaces",
            fieldPath = ".url")
    @ValidationRule(
            value = "self.sha256.matches('^[0-9a-f]{64}$')",
            message = "64 hexadecimal digits in lower case, as sha256sum prints them",
            fieldPath = ".sha256")
    public record HttpFile(
            @Required
            @Size(min = 1, max = Limits.URL)
            @JsonPropertyDescription("Address of the file. The server must give it without a login.")
            String url,

            @Required
            @Size(min = 64, max = 64)
            @JsonPropertyDescription(
                    "SHA-256 of the file's bytes, as sha256sum prints it. Nothing is read of a file with another one.")
            String sha256) {}
}
