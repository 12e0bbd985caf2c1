package dev.millrace.server.protocol;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.millrace.contract.ColumnType;
import dev.millrace.server.inference.Columns;
import dev.millrace.server.inference.InputSchema;
import dev.millrace.server.protocol.Datatype.Family;
import java.io.IOException;

/**
 * Reads single JSON values into columns. What it throws says what is wrong with the value; the caller adds where it stands.
 *
 * <p>A value is taken only if nothing of it is lost: a whole number for an integer column, an integer that a double holds exactly for a
 * number column. JSON's null is a missing value; NaN is refused, for it is no value that is missing but one that went wrong.
 */
final class ValueReader {
    private static final double TWO_TO_THE_63 = 0x1p63;

    private final InputSchema schema;
    private final Columns columns;

    ValueReader(InputSchema schema, Columns columns) {
        this.schema = schema;
        this.columns = columns;
    }

    /** Reads the parser's current token. */
    void read(JsonParser json, Datatype datatype, int position, int row) throws IOException {
        if (json.currentToken() == JsonToken.VALUE_NULL) {
            setMissing(position, row);
        } else if (schema.isText(position)) {
            String text = text(json, position);
            columns.set(position, row, text);
        } else {
            columns.set(
                    position, row, number(json, datatype, schema.input(position).type()));
        }
    }

    /** Leaves the value to the graph's imputation. */
    void setMissing(int position, int row) {
        if (!schema.input(position).nullable()) {
            throw new RefusedException(Refusal.MISSING_VALUE, "a value is missing, and this column must have one");
        }
        if (schema.isText(position)) {
            columns.set(position, row, "");
        } else {
            columns.set(position, row, Double.NaN);
        }
    }

    private String text(JsonParser json, int position) throws IOException {
        if (json.currentToken() != JsonToken.VALUE_STRING) {
            throw wrong("a string", json);
        }
        String text = json.getText();
        if (text.isEmpty() && !schema.input(position).nullable()) {
            throw new RefusedException(
                    Refusal.MISSING_VALUE, "the empty string counts as a missing value, and this column must have one");
        }
        return text;
    }

    private static double number(JsonParser json, Datatype datatype, ColumnType type) throws IOException {
        double value =
                switch (json.currentToken()) {
                    case VALUE_NUMBER_INT -> ofInteger(json, datatype, type);
                    case VALUE_NUMBER_FLOAT -> ofDecimal(json, datatype);
                    case VALUE_TRUE, VALUE_FALSE -> ofBoolean(json, datatype);
                    case VALUE_STRING -> ofText(json, datatype);
                    case NOT_AVAILABLE,
                            START_OBJECT,
                            END_OBJECT,
                            START_ARRAY,
                            END_ARRAY,
                            FIELD_NAME,
                            VALUE_EMBEDDED_OBJECT,
                            VALUE_NULL -> throw wrong(described(datatype), json);
                };
        switch (type) {
            case INTEGER, TIMESTAMP -> requireWhole(value);
            case BOOLEAN -> requireBit(value);
            case NUMBER, CATEGORY, TEXT -> {}
        }
        return value;
    }

    private static double ofInteger(JsonParser json, Datatype datatype, ColumnType type) throws IOException {
        switch (datatype.family()) {
            case FLOAT -> {
                return finite(json, datatype);
            }
            case BOOLEAN, TEXT -> throw wrong(described(datatype), json);
            case INTEGER -> {}
        }
        long value =
                switch (json.getNumberType()) {
                    case INT, LONG -> json.getLongValue();
                    case BIG_INTEGER, FLOAT, DOUBLE, BIG_DECIMAL -> throw outside(datatype, json.getText());
                };
        if (value < datatype.min() || value > datatype.max()) {
            throw outside(datatype, Long.toString(value));
        }
        double rounded = value;
        if (type == ColumnType.NUMBER && (rounded == TWO_TO_THE_63 || (long) rounded != value)) {
            throw new RefusedException(
                    Refusal.WRONG_VALUE,
                    "%d is no 64-bit floating-point number; send it as FP64 to have it rounded".formatted(value));
        }
        return rounded;
    }

    private static double ofDecimal(JsonParser json, Datatype datatype) throws IOException {
        return switch (datatype.family()) {
            case FLOAT -> finite(json, datatype);
            case INTEGER -> {
                // Clients that hold integers with gaps as floating-point numbers write 3.0.
                double value = finite(json, datatype);
                requireWhole(value);
                if (value < datatype.min() || value > datatype.max()) {
                    throw outside(datatype, json.getText());
                }
                yield value;
            }
            case BOOLEAN, TEXT -> throw wrong(described(datatype), json);
        };
    }

    private static double finite(JsonParser json, Datatype datatype) throws IOException {
        double value = datatype == Datatype.FP32 ? json.getFloatValue() : json.getDoubleValue();
        if (Double.isFinite(value)) {
            return value;
        }
        String text = json.getText();
        if (text.endsWith("NaN") || text.endsWith("Infinity") || text.endsWith("INF")) {
            throw new RefusedException(
                    Refusal.NOT_FINITE,
                    "%s is refused: a missing value is null, any other must be finite".formatted(text));
        }
        throw outside(datatype, text);
    }

    private static double ofBoolean(JsonParser json, Datatype datatype) throws IOException {
        if (datatype.family() != Family.BOOLEAN) {
            throw wrong(described(datatype), json);
        }
        return json.currentToken() == JsonToken.VALUE_TRUE ? 1 : 0;
    }

    private static double ofText(JsonParser json, Datatype datatype) throws IOException {
        if (datatype.family() != Family.TEXT) {
            throw wrong(described(datatype), json);
        }
        return Timestamps.microseconds(json.getText());
    }

    private static void requireWhole(double value) {
        if (value != Math.rint(value)) {
            throw new RefusedException(Refusal.WRONG_VALUE, "must be a whole number, not " + value);
        }
        // The largest longs become this very double.
        if (Math.abs(value) > TWO_TO_THE_63) {
            throw new RefusedException(Refusal.WRONG_VALUE, "must fit into 64 bits, which " + value + " does not");
        }
    }

    private static void requireBit(double value) {
        if (value != 0 && value != 1) {
            throw new RefusedException(Refusal.WRONG_VALUE, "must be 0 or 1 to be a truth value, not " + value);
        }
    }

    private static RefusedException outside(Datatype datatype, String value) {
        return new RefusedException(
                Refusal.WRONG_VALUE, "%s is outside the range of %s".formatted(Quoted.shortened(value), datatype));
    }

    private static RefusedException wrong(String expected, JsonParser json) throws IOException {
        return new RefusedException(
                Refusal.WRONG_VALUE, "must be %s or null, not %s".formatted(expected, Quoted.token(json)));
    }

    private static String described(Datatype datatype) {
        return switch (datatype.family()) {
            case BOOLEAN -> "true or false";
            case INTEGER -> "a whole number";
            case FLOAT -> "a number";
            case TEXT -> "a string";
        };
    }
}
