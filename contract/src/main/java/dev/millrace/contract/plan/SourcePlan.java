package dev.millrace.contract.plan;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.millrace.contract.Digest;

/** What an ingest reads. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = SourcePlan.ConfigMapKey.class, name = "configMap"),
    @JsonSubTypes.Type(value = SourcePlan.VolumePath.class, name = "volume"),
    @JsonSubTypes.Type(value = SourcePlan.HttpFile.class, name = "http")
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
}
