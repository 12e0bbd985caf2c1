package dev.millrace.local.apiserver.storage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.local.apiserver.document.Documents;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An object as it was at a revision: its JSON, which is all that a reader needs, and the little of it that is asked for all the time.
 * Never changes for a reader.
 */
public final class StoredObject {
    private final ObjectKey key;
    private final long revision;
    private final byte[] json;
    private final String apiVersion;
    private final String uid;
    private final Map<String, String> labels;
    private final List<Owner> owners;
    private final boolean deleting;
    private volatile @Nullable Selected selected;

    /** What a reader made of it last. */
    private record Selected(FieldReader reader, Map<String, String> values) {}

    /** Reads the fields by which objects can be selected. */
    @FunctionalInterface
    public interface FieldReader {
        /** Their values by their paths; what is not there is an empty text. */
        Map<String, String> read(ObjectNode object);
    }

    /** An entry of {@code ownerReferences}. */
    public record Owner(String apiVersion, String kind, String name, String uid, boolean blocking) {}

    StoredObject(ObjectKey key, long revision, ObjectNode tree, byte[] json) {
        JsonNode metadata = tree.path("metadata");
        this.key = key;
        this.revision = revision;
        this.json = json;
        this.apiVersion = tree.path("apiVersion").asText().intern();
        this.uid = metadata.path("uid").asText();
        this.labels = labels(metadata.path("labels"));
        this.owners = owners(metadata.path("ownerReferences"));
        this.deleting = metadata.has("deletionTimestamp");
    }

    private static Map<String, String> labels(JsonNode node) {
        if (node.isEmpty()) {
            return Map.of();
        }
        Map<String, String> labels = new HashMap<>();
        node.properties()
                .forEach(entry -> labels.put(entry.getKey(), entry.getValue().asText()));
        return Map.copyOf(labels);
    }

    private static List<Owner> owners(JsonNode node) {
        if (node.isEmpty()) {
            return List.of();
        }
        List<Owner> owners = new ArrayList<>();
        for (JsonNode owner : node) {
            owners.add(new Owner(
                    owner.path("apiVersion").asText(),
                    owner.path("kind").asText(),
                    owner.path("name").asText(),
                    owner.path("uid").asText(),
                    owner.path("blockOwnerDeletion").asBoolean()));
        }
        return List.copyOf(owners);
    }

    public ObjectKey key() {
        return key;
    }

    public long revision() {
        return revision;
    }

    /** The bytes themselves: not to be changed. */
    @SuppressWarnings("EI_EXPOSE_REP")
    public byte[] json() {
        return json;
    }

    /** The version that it was written in. */
    public String apiVersion() {
        return apiVersion;
    }

    public String uid() {
        return uid;
    }

    public Map<String, String> labels() {
        return labels;
    }

    public List<Owner> owners() {
        return owners;
    }

    /** Whether it has a deletionTimestamp. */
    public boolean deleting() {
        return deleting;
    }

    /**
     * The fields by which it can be selected. They are read once, not at each selection of thousands.
     *
     * @param reader the same one each time, of a version of the resource
     */
    public Map<String, String> fields(FieldReader reader) {
        Selected known = selected;
        if (known == null || known.reader() != reader) {
            known = new Selected(reader, Map.copyOf(reader.read(tree())));
            selected = known;
        }
        return known.values();
    }

    /** A tree of the caller's own. */
    public ObjectNode tree() {
        return Documents.read(json);
    }
}
