package dev.millrace.local.apiserver.cel;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.NullValue;
import dev.cel.common.values.CelByteString;
import dev.millrace.local.apiserver.schema.Schema;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Values as rules see them: numbers by the schema's type and not by how they are written, times as times. */
final class RuleValues {
    private RuleValues() {}

    static Object value(JsonNode node, Schema schema) {
        return switch (node.getNodeType()) {
            case OBJECT -> object(node, schema);
            case ARRAY -> {
                List<Object> items = new ArrayList<>();
                node.forEach(item -> items.add(value(item, schema.items())));
                yield items;
            }
            case STRING -> text(node.textValue(), schema);
            case NUMBER ->
                schema.type().equals("number") || !node.isIntegralNumber()
                        ? (Object) node.doubleValue()
                        : (Object) node.longValue();
            case BOOLEAN -> node.booleanValue();
            case NULL, MISSING, BINARY, POJO -> NullValue.NULL_VALUE;
        };
    }

    private static Map<String, Object> object(JsonNode node, Schema schema) {
        Map<String, Object> fields = new LinkedHashMap<>();
        boolean escape = !schema.isMap();
        node.properties().forEach(entry -> {
            Schema field = schema.field(entry.getKey());
            String name = escape ? FieldNames.escaped(entry.getKey()) : entry.getKey();
            fields.put(name, value(entry.getValue(), field == null ? Schema.ANY : field));
        });
        return fields;
    }

    private static Object text(String text, Schema schema) {
        if (schema.intOrString()) {
            return text;
        }
        try {
            return switch (schema.format()) {
                case "date-time" -> OffsetDateTime.parse(text).toInstant();
                case "date" ->
                    LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
                case "duration" -> GoDuration.parse(text);
                case "byte" -> CelByteString.of(Base64.getDecoder().decode(text));
                default -> text;
            };
        } catch (DateTimeParseException | IllegalArgumentException wrongFormat) {
            return text;
        }
    }
}
