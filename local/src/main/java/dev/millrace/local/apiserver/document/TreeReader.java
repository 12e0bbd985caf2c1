package dev.millrace.local.apiserver.document;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/** Builds a tree, tells of fields that come twice, and gives numbers the form that Go would write: 1.0 is 1. */
final class TreeReader {
    private static final double LONG_LIMIT = 0x1p63;
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final JsonParser parser;
    private final List<String> duplicates = new ArrayList<>();
    private final StringBuilder path = new StringBuilder();

    TreeReader(JsonParser parser) {
        this.parser = parser;
    }

    List<String> duplicates() {
        return List.copyOf(duplicates);
    }

    /** The value at the parser's present token. */
    JsonNode read() throws IOException {
        JsonToken token = parser.currentToken();
        return switch (token) {
            case START_OBJECT -> object();
            case START_ARRAY -> array();
            case VALUE_STRING -> NODES.textNode(parser.getText());
            case VALUE_NUMBER_INT -> integer();
            case VALUE_NUMBER_FLOAT -> decimal();
            case VALUE_TRUE -> NODES.booleanNode(true);
            case VALUE_FALSE -> NODES.booleanNode(false);
            case VALUE_NULL -> NODES.nullNode();
            case END_OBJECT, END_ARRAY, FIELD_NAME, NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT ->
                throw new JsonParseException(parser, "unexpected " + token);
        };
    }

    private ObjectNode object() throws IOException {
        ObjectNode object = NODES.objectNode();
        int length = path.length();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            path.append(length == 0 ? "" : ".").append(name);
            if (object.has(name)) {
                duplicates.add(path.toString());
            }
            object.set(name, read());
            path.setLength(length);
        }
        return object;
    }

    private ArrayNode array() throws IOException {
        ArrayNode array = NODES.arrayNode();
        int length = path.length();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            path.append('[').append(array.size()).append(']');
            array.add(read());
            path.setLength(length);
        }
        return array;
    }

    private JsonNode integer() throws IOException {
        BigInteger value = parser.getBigIntegerValue();
        return value.bitLength() < Long.SIZE
                ? Documents.number(value.longValue())
                : NODES.numberNode(value.doubleValue());
    }

    private JsonNode decimal() throws IOException {
        double value = parser.getDoubleValue();
        if (!Double.isFinite(value)) {
            throw new JsonParseException(parser, "number " + parser.getText() + " is out of range");
        }
        return value == Math.rint(value) && Math.abs(value) < LONG_LIMIT
                ? Documents.number((long) value)
                : NODES.numberNode(value);
    }
}
