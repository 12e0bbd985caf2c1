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
        value =
                "[has(self.configMap), has(self.volume), has(self.http), has(self.s3), has(self.jdbc)].exists_one(given, given)",
        message = "give exactly one of configMap, volume, http, s3 and jdbc")
public record Source(
        @JsonPropertyDescription("A key of a ConfigMap: samples up to 1 MiB, plain or compressed by gzip or zstd.")
        @Nullable
        ConfigMapKey configMap,

        @JsonPropertyDescription("Files on a volume.") @Nullable
        VolumePath volume,

        @JsonPropertyDescription(
                "A file of an HTTP or HTTPS server. Public addresses, and those that the administrator allows.")
        @Nullable
        HttpFile http,

        @JsonPropertyDescription("Objects of an S3 bucket. Public addresses, and those that the administrator allows.")
        @Nullable
        S3Objects s3,

        @JsonPropertyDescription(
                "Rows of a PostgreSQL, MariaDB or MySQL database. Public addresses, and those that the administrator allows.")
        @Nullable
        DatabaseQuery jdbc) {

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

    /** Objects of a bucket, read in the order of their keys. */
    @Wire
    @ValidationRule(
            value = "self.uri.matches('^s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]/([^/].*)?[^/]$')",
            message = "s3://BUCKET/KEY, where KEY names an object, or objects by a pattern such as houses/*.csv",
            fieldPath = ".uri")
    @ValidationRule(
            value = "!has(self.endpoint) || self.endpoint.matches('^https?://[^/?#@ ]+/?$')",
            message = "http:// or https://, a host and perhaps a port, and nothing else",
            fieldPath = ".endpoint")
    public record S3Objects(
            @Required
            @Size(min = 1, max = Limits.URL)
            @JsonPropertyDescription("s3://BUCKET/KEY, or a glob over keys such as s3://raw/houses/*.parquet.")
            String uri,

            @JsonPropertyDescription(
                    "Secret with the keys accessKeyId and secretAccessKey, and sessionToken where they are temporary. Left out: the identity of the pod's service account, or nobody's, for a public bucket.")
            @Nullable
            SecretReference secretRef,

            @Size(min = 1, max = Limits.URL)
            @JsonPropertyDescription("Address of the server. Left out: Amazon's of the region.")
            @Nullable
            String endpoint,

            @Size(min = 1, max = Limits.OBJECT_NAME)
            @Pattern("^[a-z0-9-]+$")
            @JsonPropertyDescription("Region of the bucket. Left out: us-east-1.")
            @Nullable
            String region,

            @JsonPropertyDescription(
                    "Whether the bucket stands in the URL's path, not in its host. Left out: with an endpoint.")
            @Nullable
            Boolean pathStyle) {}

    /** A query of a relational database, asked once by each version. */
    @Wire
    @ValidationRule(
            value = "self.query.matches('(?is)\\\\border\\\\b.*\\\\bby\\\\b')",
            message = "the query must order its rows, as a version's digest hangs on their order: end it with ORDER BY",
            fieldPath = ".query")
    public record DatabaseQuery(
            @Required
            @JsonPropertyDescription(
                    "The Secret with the keys url (jdbc:postgresql://, jdbc:mariadb:// or jdbc:mysql://), user and password.")
            SecretReference secretRef,

            @Required
            @Size(min = 1, max = Limits.SQL)
            @JsonPropertyDescription(
                    "One SELECT in the database's own SQL, with ORDER BY over columns that tell its rows apart.")
            String query) {}

    /** A Secret of the namespace. Its keys are mounted into the pod that reads; nobody else gets them. */
    @Wire
    public record SecretReference(
            @Required
            @Size(min = 1, max = Limits.OBJECT_NAME)
            @Pattern(Limits.OBJECT_NAME_PATTERN)
            @JsonPropertyDescription("Name of the Secret.")
            String name) {}
}
