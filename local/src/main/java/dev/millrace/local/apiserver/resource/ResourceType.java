package dev.millrace.local.apiserver.resource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.local.apiserver.failure.Refused;
import dev.millrace.local.apiserver.schema.Schema;
import dev.millrace.local.apiserver.storage.StoredObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A resource in one version.
 *
 * @param storage the name under which its objects are stored, the same for all of its versions
 * @param schema of its objects
 * @param status whether status is a subresource: then it changes there alone
 * @param subresources further ones, such as {@code log}
 * @param columns that a CRD defines
 * @param selectable paths of fields that field selectors may name, besides the metadata's
 * @param custom whether a CRD defines it
 * @param rules what the kind does beyond its schema
 */
public record ResourceType(
        String group,
        String version,
        Names names,
        String storage,
        boolean namespaced,
        Schema schema,
        boolean status,
        @Nullable ScalePaths scale,
        Set<String> subresources,
        List<Column> columns,
        Set<String> selectable,
        boolean custom,
        KindRules rules)
        implements StoredObject.FieldReader {

    /** {@code v1}, {@code apps/v1}. */
    public String apiVersion() {
        return group.isEmpty() ? version : group + "/" + version;
    }

    public String kind() {
        return names.kind();
    }

    /** How messages name an object of it: by the resource. */
    public Refused.Subject subject(String name) {
        return new Refused.Subject(group, names.plural(), name);
    }

    /** How messages on wrong fields name an object of it: by the kind. */
    public Refused.Subject kindSubject(String name) {
        return new Refused.Subject(group, names.kind(), name);
    }

    /** The object as this version shows it; the argument may be changed and returned. */
    public ObjectNode shown(ObjectNode stored) {
        if (stored.path("apiVersion").asText().equals(apiVersion())) {
            return stored;
        }
        return rules.convert(stored, apiVersion());
    }

    /** The selectable fields of an object, as this version names them. */
    @Override
    public Map<String, String> read(ObjectNode stored) {
        ObjectNode object = shown(stored);
        Map<String, String> values = new HashMap<>();
        for (String path : selectable) {
            JsonNode node = object;
            for (String name : path.split("\\.", -1)) {
                node = node.path(name);
            }
            values.put(path, node.isMissingNode() || node.isNull() ? "" : node.asText());
        }
        return values;
    }
}
