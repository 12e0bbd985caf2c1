package dev.millrace.operator;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;

/**
 * How the client reads the API server's objects: without the tree of fields that each manager owns. The operator asks who wrote an object, and
 * never for which fields; in its caches those trees would be two thirds of all memory.
 */
final class ObjectReading {
    private ObjectReading() {}

    static KubernetesSerialization serialization() {
        ObjectMapper mapper = new ObjectMapper();
        mapper.configOverride(ManagedFieldsEntry.class)
                .setIgnorals(JsonIgnoreProperties.Value.forIgnoredProperties("fieldsV1"));
        return new KubernetesSerialization(mapper, true);
    }
}
