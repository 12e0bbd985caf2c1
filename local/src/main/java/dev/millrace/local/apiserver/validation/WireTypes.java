package dev.millrace.local.apiserver.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.millrace.local.apiserver.quantity.Quantity;
import dev.millrace.local.apiserver.schema.Schema;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whether the values of a built-in object have the types of its fields. Kubernetes decodes such objects into Go structs: the first
 * value that does not fit ends it, with these words.
 */
public final class WireTypes {
    private static final String QUANTITY = "io.k8s.apimachinery.pkg.api.resource.Quantity";

    private WireTypes() {}

    /**
     * Says what does not fit first, or null; takes out nulls and turns numbers of quantities into text, as Go does.
     *
     * @param value is changed
     */
    public static @Nullable String problem(ObjectNode value, Schema schema) {
        return object(value, schema, "", simpleName(schema));
    }

    private static @Nullable String object(ObjectNode object, Schema schema, String path, String struct) {
        Iterator<Map.Entry<String, JsonNode>> fields = object.properties().iterator();
        while (fields.hasNext()) {
            Map.Entry<String, JsonNode> entry = fields.next();
            if (entry.getValue().isNull()) {
                fields.remove();
                continue;
            }
            Schema field = schema.field(entry.getKey());
            if (field == null) {
                continue;
            }
            String at = path.isEmpty() ? entry.getKey() : path + "." + entry.getKey();
            String problem = value(entry, field, at, struct);
            if (problem != null) {
                return problem;
            }
        }
        return null;
    }

    private static @Nullable String value(
            Map.Entry<String, JsonNode> entry, Schema schema, String path, String struct) {
        JsonNode value = entry.getValue();
        if (schema.typeName().equals(QUANTITY)) {
            if ((!value.isTextual() && !value.isNumber()) || Quantity.parse(value.asText()) == null) {
                return "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";
            }
            entry.setValue(TextNode.valueOf(value.asText()));
            return null;
        }
        String problem = fits(value, schema) ? null : mismatch(value, schema, path, struct);
        if (problem != null) {
            return problem;
        }
        int corrupt = schema.format().equals("byte") ? corrupt(value.asText()) : -1;
        return corrupt >= 0 ? "illegal base64 data at input byte " + corrupt : inside(value, schema, path, struct);
    }

    private static @Nullable String inside(JsonNode value, Schema schema, String path, String struct) {
        if (value instanceof ObjectNode object) {
            String name = simpleName(schema);
            return object(object, schema, path, name.isEmpty() ? struct : name);
        }
        if (value.isArray()) {
            for (JsonNode item : value) {
                if (item.isNull()) {
                    continue;
                }
                String problem = fits(item, schema.items())
                        ? inside(item, schema.items(), path, struct)
                        : mismatch(item, schema.items(), path, struct);
                if (problem != null) {
                    return problem;
                }
            }
        }
        return time(value, schema);
    }

    private static @Nullable String time(JsonNode value, Schema schema) {
        if (schema.format().equals("date-time")) {
            try {
                OffsetDateTime.parse(value.asText());
            } catch (DateTimeParseException e) {
                return "parsing time \"" + value.asText() + "\" as \"2006-01-02T15:04:05Z07:00\": cannot parse \""
                        + value.asText() + "\" as \"2006\"";
            }
        }
        return null;
    }

    /** Where base64 is none; -1 where it is all right. */
    private static int corrupt(String text) {
        for (int i = 0; i < text.length(); i++) {
            char letter = text.charAt(i);
            boolean known = (Character.isLetterOrDigit(letter) && letter < 128) || letter == '+' || letter == '/';
            boolean end = letter == '=' && i >= text.length() - 2;
            if (!known && !end) {
                return i;
            }
        }
        return text.length() % 4 == 0 ? -1 : text.length() / 4 * 4;
    }

    private static boolean fits(JsonNode value, Schema schema) {
        if (schema.intOrString()) {
            return value.isTextual() || value.isIntegralNumber();
        }
        return switch (schema.type()) {
            case "object" -> value.isObject();
            case "array" -> value.isArray();
            case "string" -> value.isTextual();
            case "boolean" -> value.isBoolean();
            case "integer" -> value.isIntegralNumber() && (!schema.format().equals("int32") || value.canConvertToInt());
            case "number" -> value.isNumber();
            default -> true;
        };
    }

    private static String mismatch(JsonNode value, Schema schema, String path, String struct) {
        return "json: cannot unmarshal " + wire(value) + " into Go struct field " + struct + "." + path + " of type "
                + goType(schema);
    }

    private static String wire(JsonNode value) {
        return switch (value.getNodeType()) {
            case ARRAY -> "array";
            case OBJECT, POJO -> "object";
            case STRING, BINARY -> "string";
            case BOOLEAN -> "bool";
            case NUMBER -> value.isIntegralNumber() ? "number" : "number " + value.asText();
            case NULL, MISSING -> "null";
        };
    }

    private static String goType(Schema schema) {
        String name = schema.typeName();
        if (schema.intOrString()) {
            return "intstr.IntOrString";
        }
        if (!name.isEmpty() && schema.type().equals("object")) {
            String[] parts = name.split("\\.", -1);
            return parts[parts.length - 2] + "." + parts[parts.length - 1];
        }
        return switch (schema.type()) {
            case "object" -> "map[string]" + (schema.additional() == null ? "string" : goType(schema.additional()));
            case "array" -> "[]" + goType(schema.items());
            case "integer" -> schema.format().isEmpty() ? "int" : schema.format();
            case "number" -> "float64";
            case "boolean" -> "bool";
            default -> schema.format().equals("date-time") ? "v1.Time" : schema.type();
        };
    }

    private static String simpleName(Schema schema) {
        return schema.typeName().substring(schema.typeName().lastIndexOf('.') + 1);
    }
}
