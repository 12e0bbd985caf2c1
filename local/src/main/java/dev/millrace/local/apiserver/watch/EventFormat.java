package dev.millrace.local.apiserver.watch;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.local.apiserver.document.Documents;
import dev.millrace.local.apiserver.failure.Refused;
import dev.millrace.local.apiserver.resource.ResourceType;
import dev.millrace.local.apiserver.storage.StoredObject;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;

/** Writes the events of a watch: a line of JSON each. */
public final class EventFormat {
    static final String ADDED = "ADDED";
    static final String MODIFIED = "MODIFIED";
    static final String DELETED = "DELETED";

    private final ResourceType type;
    private final Function<StoredObject, byte[]> object;

    /**
     * For a client.
     *
     * @param object how it wants to see objects: as they are, or as rows of a table
     */
    public EventFormat(ResourceType type, Function<StoredObject, byte[]> object) {
        this.type = type;
        this.object = object;
    }

    void write(String event, StoredObject stored, ByteBuf buffer) {
        buffer.writeCharSequence("{\"type\":\"" + event + "\",\"object\":", StandardCharsets.US_ASCII);
        buffer.writeBytes(object.apply(stored));
        buffer.writeCharSequence("}\n", StandardCharsets.US_ASCII);
    }

    /** How far the watch is; {@code last} of those that were there at its beginning. */
    void bookmark(long revision, boolean last, ByteBuf buffer) {
        ObjectNode bookmark = Documents.object();
        bookmark.put("type", "BOOKMARK");
        ObjectNode metadata = bookmark.putObject("object")
                .put("kind", type.kind())
                .put("apiVersion", type.apiVersion())
                .putObject("metadata");
        metadata.put("resourceVersion", Long.toString(revision));
        metadata.putNull("creationTimestamp");
        if (last) {
            metadata.putObject("annotations").put("k8s.io/initial-events-end", "true");
        }
        line(bookmark, buffer);
    }

    void error(Refused refused, ByteBuf buffer) {
        ObjectNode error = Documents.object();
        error.put("type", "ERROR").set("object", refused.status());
        line(error, buffer);
    }

    private static void line(ObjectNode node, ByteBuf buffer) {
        buffer.writeBytes(Documents.write(node));
        buffer.writeByte('\n');
    }
}
