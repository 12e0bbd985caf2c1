package dev.millrace.local.apiserver.protobuf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import dev.millrace.local.apiserver.document.Documents;
import dev.millrace.local.apiserver.protobuf.WireSchema.Field;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns an object in Kubernetes' protobuf encoding into the JSON that Go would write of it. */
public final class ProtobufReader {
    public static final String MEDIA_TYPE = "application/vnd.kubernetes.protobuf";

    private static final byte[] MAGIC = {'k', '8', 's', 0};
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final WireSchema schema = WireSchema.get();

    private ProtobufReader() {}

    /**
     * Reads an object.
     *
     * @throws IOException with words for the user where it is none, or of a kind that is not known here
     */
    public static ObjectNode read(byte[] bytes) throws IOException {
        if (bytes.length < MAGIC.length || !Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            throw new IOException(
                    "provided data does not appear to be a protobuf message, expected prefix [107 56 115 0]");
        }
        return new ProtobufReader()
                .envelope(CodedInputStream.newInstance(bytes, MAGIC.length, bytes.length - MAGIC.length));
    }

    /** {@code runtime.Unknown}: the kind in field 1, and the object in field 2. */
    private ObjectNode envelope(CodedInputStream in) throws IOException {
        String apiVersion = "";
        String kind = "";
        byte[] raw = {};
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (WireFormat.getTagFieldNumber(tag)) {
                case 1 -> {
                    CodedInputStream type = in.readBytes().newCodedInput();
                    for (int part = type.readTag(); part != 0; part = type.readTag()) {
                        if (WireFormat.getTagFieldNumber(part) == 1) {
                            apiVersion = type.readString();
                        } else {
                            kind = type.readString();
                        }
                    }
                }
                case 2 -> raw = in.readByteArray();
                default -> in.skipField(tag);
            }
        }
        String type = schema.kind(apiVersion, kind);
        if (type == null) {
            throw new IOException("no kind \"" + kind + "\" is registered for version \"" + apiVersion + "\"");
        }
        ObjectNode object = Documents.object();
        object.put("apiVersion", apiVersion).put("kind", kind);
        message(CodedInputStream.newInstance(raw), type, object);
        return object;
    }

    private void message(CodedInputStream in, String type, ObjectNode object) throws IOException {
        Map<Integer, Field> fields = schema.fields(type);
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            Field field = fields.get(WireFormat.getTagFieldNumber(tag));
            if (field == null) {
                in.skipField(tag);
            } else if (field.map()) {
                entry(in.readBytes().newCodedInput(), field, child(object, field.name()));
            } else if (field.list()) {
                JsonNode item = value(in, field.type());
                object.withArray("/" + field.name()).add(item == null ? NODES.nullNode() : item);
            } else if (field.name().isEmpty()) {
                message(in.readBytes().newCodedInput(), field.type(), object);
            } else {
                JsonNode value = value(in, field.type());
                if (value != null && (field.keep() || !isZero(value))) {
                    object.set(field.name(), value);
                }
            }
        }
    }

    private static ObjectNode child(ObjectNode object, String name) {
        return object.get(name) instanceof ObjectNode there ? there : object.putObject(name);
    }

    private void entry(CodedInputStream in, Field field, ObjectNode map) throws IOException {
        String key = "";
        JsonNode value = null;
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (WireFormat.getTagFieldNumber(tag) == 1) {
                key = in.readString();
            } else {
                value = value(in, field.type());
            }
        }
        map.set(key, value == null ? NODES.textNode("") : value);
    }

    /** A value, or null where Go writes nothing. */
    private @Nullable JsonNode value(CodedInputStream in, String type) throws IOException {
        return switch (type) {
            case "string" -> NODES.textNode(in.readStringRequireUtf8());
            case "bool" -> NODES.booleanNode(in.readBool());
            case "int" -> Documents.number(in.readInt64());
            case "double" -> NODES.numberNode(in.readDouble());
            case "bytes" -> NODES.textNode(Base64.getEncoder().encodeToString(in.readByteArray()));
            case "resource.Quantity" -> quantity(in.readBytes().newCodedInput());
            case "v1.Time" -> time(in.readBytes().newCodedInput(), false);
            case "v1.MicroTime" -> time(in.readBytes().newCodedInput(), true);
            case "intstr.IntOrString" -> intOrString(in.readBytes().newCodedInput());
            case "v1.FieldsV1", "runtime.RawExtension" -> raw(in.readBytes().newCodedInput());
            default -> named(in, type);
        };
    }

    private JsonNode named(CodedInputStream in, String type) throws IOException {
        ObjectNode object = Documents.object();
        message(in.readBytes().newCodedInput(), type, object);
        return object.size() == 1 && object.get("*") instanceof ArrayNode list ? list : object;
    }

    private static JsonNode quantity(CodedInputStream in) throws IOException {
        String text = "0";
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            text = in.readString();
        }
        return NODES.textNode(text);
    }

    private static @Nullable JsonNode time(CodedInputStream in, boolean micros) throws IOException {
        long seconds = 0;
        long nanos = 0;
        boolean any = false;
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            any = true;
            if (WireFormat.getTagFieldNumber(tag) == 1) {
                seconds = in.readInt64();
            } else {
                nanos = in.readInt64();
            }
        }
        if (!any) {
            return null;
        }
        Instant time = Instant.ofEpochSecond(seconds, micros ? nanos : 0);
        String text = time.truncatedTo(ChronoUnit.MICROS).toString();
        boolean whole = micros && !text.contains(".");
        return NODES.textNode(whole ? text.replace("Z", ".000000Z") : text);
    }

    private static JsonNode intOrString(CodedInputStream in) throws IOException {
        boolean text = false;
        long number = 0;
        String string = "";
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (WireFormat.getTagFieldNumber(tag)) {
                case 1 -> text = in.readInt64() == 1;
                case 2 -> number = in.readInt64();
                case 3 -> string = in.readString();
                default -> in.skipField(tag);
            }
        }
        return text ? NODES.textNode(string) : Documents.number(number);
    }

    private static @Nullable JsonNode raw(CodedInputStream in) throws IOException {
        byte[] json = {};
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            json = in.readByteArray();
        }
        return json.length == 0 ? null : Documents.JSON.readTree(new String(json, StandardCharsets.UTF_8));
    }

    private static boolean isZero(JsonNode value) {
        return switch (value.getNodeType()) {
            case STRING -> value.asText().isEmpty();
            case NUMBER -> value.asDouble() == 0;
            case BOOLEAN -> !value.asBoolean();
            case OBJECT, ARRAY -> value.isEmpty();
            case NULL, MISSING, BINARY, POJO -> true;
        };
    }
}
