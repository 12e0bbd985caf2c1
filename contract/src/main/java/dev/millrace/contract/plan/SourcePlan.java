package dev.millrace.contract.plan;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.millrace.contract.Digest;
import org.jspecify.annotations.Nullable;

/** What an ingest reads. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = SourcePlan.ConfigMapKey.class, name = "configMap"),
    @JsonSubTypes.Type(value = SourcePlan.VolumePath.class, name = "volume"),
    @JsonSubTypes.Type(value = SourcePlan.HttpFile.class, name = "http"),
    @JsonSubTypes.Type(value = SourcePlan.S3Objects.class, name = "s3"),
    @JsonSubTypes.Type(value = SourcePlan.Jdbc.class, name = "jdbc")
})
public sealed interface SourcePlan {
    /**
     * One key of a ConfigMap.
     *
     * @param key the key, which is the file's name
     * @param digest of the key's bytes when the plan was made: other bytes are refused
     */
    record ConfigMapKey(String key, Digest digest) implements SourcePlan {}

    /**
     * Files on a volume, read in the order of their paths.
     *
     * @param claimName the PersistentVolumeClaim
     * @param path a path or glob relative to the volume's root
     */
    record VolumePath(String claimName, String path) implements SourcePlan {}

    /**
     * A file of an HTTP server, wherever that is: see {@link SourceAccess}.
     *
     * @param digest of the file's bytes
     */
    record HttpFile(Digest digest) implements SourcePlan {}

    /**
     * Objects of a bucket, read in the order of their keys. With which credentials is said beside the plan.
     *
     * @param uri {@code s3://bucket/} and a key or glob
     * @param endpoint of the server; null: Amazon's
     * @param region that requests are signed for; null: {@code us-east-1}
     * @param pathStyle whether the bucket stands in the path; null: with an endpoint of its own
     */
    record S3Objects(
            String uri,
            @Nullable String endpoint,
            @Nullable String region,
            @Nullable Boolean pathStyle) implements SourcePlan {}

    /**
     * A query of a database, which nobody can tell to be unchanged: each version asks anew.
     *
     * @param query SQL of the database
     * @param uid of the version that asks
     */
    record Jdbc(String query, String uid) implements SourcePlan {}
}
