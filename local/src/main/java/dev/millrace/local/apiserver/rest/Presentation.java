package dev.millrace.local.apiserver.rest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.local.apiserver.document.Documents;
import dev.millrace.local.apiserver.failure.Reason;
import dev.millrace.local.apiserver.failure.Refused;
import dev.millrace.local.apiserver.request.Call;
import dev.millrace.local.apiserver.resource.ResourceType;
import dev.millrace.local.apiserver.storage.StoredObject;
import dev.millrace.local.apiserver.table.Tables;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * How a client wants to see objects: as they are, as a Table, or their metadata alone. It says so in {@code Accept}; the first that is
 * known counts.
 */
public final class Presentation {
    private final ResourceType type;
    private final Form form;
    private final Tables tables;
    private final String includeObject;

    private enum Form {
        OBJECT,
        TABLE,
        METADATA
    }

    private Presentation(ResourceType type, Form form, Tables tables, String includeObject) {
        this.type = type;
        this.form = form;
        this.tables = tables;
        this.includeObject = includeObject;
    }

    static Presentation of(Call call, Tables tables) {
        String accept = call.exchange().headers().get(HttpHeaderNames.ACCEPT, "*/*");
        for (String range : accept.split(",", -1)) {
            String wanted = range.trim().toLowerCase(Locale.ROOT);
            String media = wanted.split(";", 2)[0].trim();
            boolean json = media.equals("application/json") || media.equals("*/*") || media.equals("application/*");
            if (!json && !media.isEmpty()) {
                continue;
            }
            if (wanted.contains("as=table")) {
                return new Presentation(
                        call.type(), Form.TABLE, tables, call.query().text("includeObject"));
            }
            if (wanted.contains("as=partialobjectmetadata")) {
                return new Presentation(call.type(), Form.METADATA, tables, "");
            }
            if (!wanted.contains("as=")) {
                return new Presentation(call.type(), Form.OBJECT, tables, "");
            }
        }
        throw Refused.generic(
                Reason.NOT_ACCEPTABLE,
                "406: Not Acceptable\n\nAvailable representations: application/json, application/json;stream=watch");
    }

    /** One object. */
    byte[] one(StoredObject stored) {
        return switch (form) {
            case OBJECT -> plain(stored);
            case TABLE -> Documents.write(tables.table(type, List.of(shown(stored)), includeObject, true));
            case METADATA -> Documents.write(metadata(shown(stored)));
        };
    }

    /** The objects of watch events: a Table has its columns in the first one only. */
    Function<StoredObject, byte[]> events() {
        if (form != Form.TABLE) {
            return this::one;
        }
        boolean[] first = {true};
        return stored -> {
            ObjectNode table = tables.table(type, List.of(shown(stored)), includeObject, first[0]);
            first[0] = false;
            return Documents.write(table);
        };
    }

    /** A list. */
    byte[] list(List<StoredObject> objects, ObjectNode metadata) {
        return switch (form) {
            case OBJECT -> plainList(objects, metadata);
            case TABLE -> {
                List<ObjectNode> trees = objects.stream().map(this::shown).toList();
                ObjectNode table = tables.table(type, trees, includeObject, true);
                table.set("metadata", metadata);
                yield Documents.write(table);
            }
            case METADATA -> {
                ObjectNode list = Documents.object();
                list.put("kind", "PartialObjectMetadataList").put("apiVersion", "meta.k8s.io/v1");
                list.set("metadata", metadata);
                ArrayNode items = list.putArray("items");
                objects.forEach(object -> items.add(metadata(shown(object))));
                yield Documents.write(list);
            }
        };
    }

    private byte[] plainList(List<StoredObject> objects, ObjectNode metadata) {
        ObjectNode head = Documents.object();
        head.put("kind", type.names().listKind()).put("apiVersion", type.apiVersion());
        head.set("metadata", metadata);
        head.putArray("items");
        byte[] frame = Documents.write(head);
        ByteArrayOutputStream list = new ByteArrayOutputStream(frame.length
                + objects.stream().mapToInt(object -> object.json().length + 1).sum());
        list.write(frame, 0, frame.length - 2);
        boolean first = true;
        for (StoredObject object : objects) {
            if (!first) {
                list.write(',');
            }
            first = false;
            byte[] json = plain(object);
            list.write(json, 0, json.length);
        }
        list.write(frame, frame.length - 2, 2);
        return list.toByteArray();
    }

    private byte[] plain(StoredObject stored) {
        return stored.apiVersion().equals(type.apiVersion()) ? stored.json() : Documents.write(shown(stored));
    }

    private ObjectNode shown(StoredObject stored) {
        return type.shown(stored.tree());
    }

    private static ObjectNode metadata(ObjectNode object) {
        ObjectNode partial = Documents.object();
        partial.put("kind", "PartialObjectMetadata").put("apiVersion", "meta.k8s.io/v1");
        partial.set("metadata", object.path("metadata"));
        return partial;
    }
}
