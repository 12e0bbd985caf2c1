package dev.millrace.local.apiserver.protobuf;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.local.apiserver.document.Documents;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How Kubernetes encodes its types, by the number of each field. Read when the first such object comes. */
final class WireSchema {
    private static final String FILE = "kubernetes-1.34.jsonl";

    private final Map<String, Map<Integer, Field>> types = new HashMap<>();
    private final Map<String, String> kinds = new HashMap<>();

    /**
     * A field of a type.
     *
     * @param name in JSON; empty where the fields of the struct stand in the place of the struct, {@code *} for the items of a named list
     * @param type a scalar's, or another type's name
     * @param keep whether a zero is told from nothing
     */
    record Field(String name, String type, boolean list, boolean map, boolean keep) {}

    private static final class Holder {
        private static final WireSchema SCHEMA = new WireSchema();
    }

    private WireSchema() {
        try (InputStream file = Objects.requireNonNull(WireSchema.class.getResourceAsStream(FILE), FILE)) {
            new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .forEach(line -> add(Documents.read(line.getBytes(StandardCharsets.UTF_8))));
        } catch (IOException e) {
            throw new UncheckedIOException(FILE, e);
        }
    }

    static WireSchema get() {
        return Holder.SCHEMA;
    }

    private void add(JsonNode type) {
        Map<Integer, Field> fields = new HashMap<>();
        for (JsonNode field : type.path("fields")) {
            fields.put(
                    field.path("n").asInt(),
                    new Field(
                            field.path("name").asText(),
                            field.path("t").asText(),
                            field.path("list").asBoolean(),
                            field.path("map").asBoolean(),
                            field.path("keep").asBoolean()));
        }
        String name = type.path("type").asText();
        types.put(name, fields);
        type.path("kinds").forEach(kind -> kinds.put(kind.asText(), name));
    }

    /** The type of a kind, or null where it is not known. */
    @Nullable
    String kind(String apiVersion, String kind) {
        // Options of a deletion are sent in the version of what is deleted.
        return kinds.get(kind.equals("DeleteOptions") ? "v1/DeleteOptions" : apiVersion + "/" + kind);
    }

    Map<Integer, Field> fields(String type) {
        return types.getOrDefault(type, Map.of());
    }
}
