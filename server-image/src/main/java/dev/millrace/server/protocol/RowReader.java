package dev.millrace.server.protocol;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.millrace.server.inference.InputSchema;
import java.io.IOException;

/** Reads rows that are JSON objects: a field a column, absent fields missing. */
final class RowReader {
    private final JsonFactory factory;
    private final InputSchema schema;
    private final ValueReader values;
    private final Datatype[] datatypes;

    /** For each column the number of the row that set it last: a fresh row needs nothing cleared. */
    private final long[] setBy;

    private long rowsRead;

    RowReader(JsonFactory factory, InputSchema schema, ValueReader values) {
        this.factory = factory;
        this.schema = schema;
        this.values = values;
        this.setBy = new long[schema.size()];
        this.datatypes = new Datatype[schema.size()];
        for (int i = 0; i < datatypes.length; i++) {
            datatypes[i] = Datatype.of(schema.input(i).type());
        }
    }

    /** Reads the parser's current token, an object or a string that holds one, as the given row. */
    void read(JsonParser json, int row) throws IOException {
        switch (json.currentToken()) {
            case START_OBJECT -> readObject(json, row);
            case VALUE_STRING -> readText(json, row);
            case NOT_AVAILABLE,
                    END_OBJECT,
                    START_ARRAY,
                    END_ARRAY,
                    FIELD_NAME,
                    VALUE_EMBEDDED_OBJECT,
                    VALUE_NUMBER_INT,
                    VALUE_NUMBER_FLOAT,
                    VALUE_TRUE,
                    VALUE_FALSE,
                    VALUE_NULL ->
                throw new RefusedException(
                        Refusal.WRONG_VALUE,
                        "must be a JSON object or a string that holds one, not " + Quoted.token(json));
        }
    }

    private void readText(JsonParser outer, int row) throws IOException {
        try (JsonParser json =
                factory.createParser(outer.getTextCharacters(), outer.getTextOffset(), outer.getTextLength())) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new RefusedException(Refusal.WRONG_VALUE, "the string must hold a JSON object");
            }
            readObject(json, row);
            if (json.nextToken() != null) {
                throw new RefusedException(Refusal.MALFORMED_JSON, "something follows the object in the string");
            }
        } catch (JsonProcessingException e) {
            throw RequestReader.malformed("the string is not JSON", e);
        }
    }

    private void readObject(JsonParser json, int row) throws IOException {
        rowsRead++;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            int position = schema.position(name);
            json.nextToken();
            if (position >= 0) {
                readField(json, position, row);
            } else if (schema.isIgnored(name)) {
                json.skipChildren();
            } else {
                throw unknown(name);
            }
        }
        for (int position = 0; position < setBy.length; position++) {
            if (setBy[position] != rowsRead) {
                readMissing(position, row);
            }
        }
    }

    private void readField(JsonParser json, int position, int row) throws IOException {
        String name = schema.input(position).name();
        if (setBy[position] == rowsRead) {
            throw new RefusedException(Refusal.DUPLICATE_INPUT, "field '%s' is there twice".formatted(name));
        }
        setBy[position] = rowsRead;
        Datatype datatype = datatypes[position];
        if (datatype == Datatype.INT64 && json.currentToken() == JsonToken.VALUE_STRING && takesText(position)) {
            datatype = Datatype.BYTES;
        }
        try {
            values.read(json, datatype, position, row);
        } catch (RefusedException e) {
            throw e.at("field '%s'".formatted(name));
        }
    }

    private boolean takesText(int position) {
        return Datatype.BYTES.suits(schema.input(position).type());
    }

    private void readMissing(int position, int row) {
        try {
            values.setMissing(position, row);
        } catch (RefusedException e) {
            throw e.at("field '%s'".formatted(schema.input(position).name()));
        }
    }

    private RefusedException unknown(String name) {
        String column = Quoted.shortened(name);
        return new RefusedException(
                Refusal.UNKNOWN_INPUT,
                name.equals(schema.label())
                        ? "field '%s' is what the model predicts: leave it out".formatted(column)
                        : "the model takes no field '%s'; GET the model's metadata for those it takes"
                                .formatted(column));
    }
}
