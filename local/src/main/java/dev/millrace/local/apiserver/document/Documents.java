package dev.millrace.local.apiserver.document;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NumericNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Reads and writes the trees that everything here works on. A tree belongs to who made it: what is stored is bytes. */
public final class Documents {
    public static final ObjectMapper JSON = new ObjectMapper();

    private static final JsonFactory JSON_FACTORY = JSON.getFactory();
    private static final JsonFactory YAML_FACTORY = new YAMLFactory();

    private Documents() {}

    /** Where a document's syntax is wrong. */
    public static final class SyntaxException extends Exception {
        SyntaxException(String message) {
            super(message);
        }
    }

    /** A JSON document of a client. */
    public static Parsed json(byte[] text) throws SyntaxException {
        return parse(JSON_FACTORY, text);
    }

    /** A YAML document of a client; JSON is YAML too. */
    public static Parsed yaml(byte[] text) throws SyntaxException {
        if (startsAsObject(text)) {
            try {
                return parse(JSON_FACTORY, text);
            } catch (SyntaxException flowStyle) {
                // YAML may begin with a brace, too.
            }
        }
        return parse(YAML_FACTORY, text);
    }

    /** An object that this server wrote itself. */
    public static ObjectNode read(byte[] json) {
        try {
            return (ObjectNode) JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static byte[] write(JsonNode node) {
        try {
            return JSON.writeValueAsBytes(node);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** A whole number, of the one type that all trees have for it: an int and a long of the same value are not equal to each other. */
    public static NumericNode number(long value) {
        return value == (int) value
                ? JsonNodeFactory.instance.numberNode((int) value)
                : JsonNodeFactory.instance.numberNode(value);
    }

    private static boolean startsAsObject(byte[] text) {
        for (byte b : text) {
            if (!Character.isWhitespace(b)) {
                return b == '{';
            }
        }
        return false;
    }

    private static Parsed parse(JsonFactory factory, byte[] text) throws SyntaxException {
        try (JsonParser parser = factory.createParser(text)) {
            if (parser.nextToken() == null) {
                throw new SyntaxException("unexpected end of JSON input");
            }
            TreeReader reader = new TreeReader(parser);
            JsonNode tree = reader.read();
            JsonToken rest = parser.nextToken();
            if (rest != null) {
                throw new SyntaxException("invalid data after top-level value");
            }
            return new Parsed(tree, reader.duplicates());
        } catch (JsonProcessingException e) {
            throw new SyntaxException(e.getOriginalMessage() + position(e));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String position(JsonProcessingException e) {
        return e.getLocation() == null
                ? ""
                : " (line " + e.getLocation().getLineNr() + ", column "
                        + e.getLocation().getColumnNr() + ")";
    }
}
