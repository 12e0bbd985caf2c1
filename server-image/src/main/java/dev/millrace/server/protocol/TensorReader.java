package dev.millrace.server.protocol;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.millrace.server.inference.Columns;
import dev.millrace.server.inference.InputSchema;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the input tensors of a request: one for each column, or the one named {@code rows}. */
final class TensorReader {
    /** The input whose elements are whole rows; a column of that name would hide it. */
    static final String ROWS = "rows";

    private static final int NAMED_AT_MOST = 10;
    private static final byte[] NO_BODY = {};

    private final JsonFactory factory;
    private final InputSchema schema;
    private final Columns columns;
    private final ValueReader values;
    private final RowReader rowReader;
    private final int maxRows;
    private final boolean[] given;

    private byte[] body = NO_BODY;
    private int length;
    private int rows;
    private boolean byRow;
    private int columnsGiven;

    // The tensor that is being read.
    private final FieldSet fields = new FieldSet();
    private final TensorShape shape = new TensorShape();
    private @Nullable String name;
    private @Nullable Datatype datatype;
    private Target target = Target.UNKNOWN;
    private int position;
    private int elements;
    private boolean nested;
    private int dataAt;

    private enum Target {
        UNKNOWN,
        COLUMN,
        ROWS,
        IGNORED
    }

    TensorReader(JsonFactory factory, InputSchema schema, Columns columns, int maxRows) {
        this.factory = factory;
        this.schema = schema;
        this.columns = columns;
        this.maxRows = maxRows;
        this.values = new ValueReader(schema, columns);
        this.rowReader = new RowReader(factory, schema, values);
        this.given = new boolean[schema.size()];
    }

    /** Begins a request; its body is needed where a tensor's data stand before its datatype. */
    void start(byte[] body, int length) {
        this.body = body;
        this.length = length;
        rows = 0;
        byRow = false;
        columnsGiven = 0;
        Arrays.fill(given, false);
        columns.setRows(0);
    }

    void forgetBody() {
        body = NO_BODY;
    }

    /** Reads the object that the parser stands on. */
    void read(JsonParser json) throws IOException {
        fields.clear();
        name = null;
        datatype = null;
        target = Target.UNKNOWN;
        dataAt = -1;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = json.currentName();
            json.nextToken();
            switch (field) {
                case "name" -> {
                    fields.add(FieldSet.NAME, field);
                    resolve(string(json, field));
                }
                case "datatype" -> {
                    fields.add(FieldSet.DATATYPE, field);
                    readDatatype(string(json, field));
                }
                case "shape" -> {
                    fields.add(FieldSet.SHAPE, field);
                    shape.read(json);
                    if (shape.rows() > maxRows) {
                        throw tooManyRows();
                    }
                }
                case "data" -> {
                    fields.add(FieldSet.DATA, field);
                    readOrPostponeData(json);
                }
                case "parameters" -> json.skipChildren();
                default ->
                    throw new RefusedException(
                            Refusal.UNKNOWN_FIELD,
                            "unknown field '%s': an input has name, shape, datatype and data"
                                    .formatted(Quoted.shortened(field)));
            }
        }
        finishTensor();
    }

    /** The place of the tensor that is being read, for messages. */
    String place(int index) {
        return name == null
                ? "inputs[%d]".formatted(index)
                : "inputs[%d] '%s'".formatted(index, Quoted.shortened(name));
    }

    /** Ends a request: every column must be there. */
    void finish() {
        if (!byRow && columnsGiven < given.length) {
            List<String> missing = new ArrayList<>();
            for (int i = 0; i < given.length; i++) {
                if (!given[i]) {
                    missing.add("'" + schema.input(i).name() + "'");
                }
            }
            int more = missing.size() - NAMED_AT_MOST;
            throw new RefusedException(
                    Refusal.MISSING_INPUT,
                    "inputs: %s%s must be there; where a value is missing its data have a null"
                            .formatted(
                                    String.join(", ", missing.subList(0, Math.min(NAMED_AT_MOST, missing.size()))),
                                    more > 0 ? " and %d more".formatted(more) : ""));
        }
        columns.setRows(rows);
    }

    private void resolve(String tensor) {
        name = tensor;
        position = schema.position(tensor);
        if (position >= 0) {
            target = Target.COLUMN;
            if (given[position]) {
                throw new RefusedException(Refusal.DUPLICATE_INPUT, "this input is there twice");
            }
            given[position] = true;
            columnsGiven++;
        } else if (tensor.equals(ROWS)) {
            target = Target.ROWS;
            if (byRow) {
                throw new RefusedException(Refusal.DUPLICATE_INPUT, "this input is there twice");
            }
            byRow = true;
        } else if (schema.isIgnored(tensor)) {
            target = Target.IGNORED;
        } else {
            throw new RefusedException(
                    Refusal.UNKNOWN_INPUT,
                    tensor.equals(schema.label())
                            ? "this is what the model predicts: leave it out"
                            : "the model takes no such input; GET the model's metadata for those it takes");
        }
        if (byRow && columnsGiven > 0) {
            throw new RefusedException(
                    Refusal.DUPLICATE_INPUT, "a request has either 'rows' or an input for each column, not both");
        }
    }

    private void readDatatype(String wireName) {
        datatype = Datatype.of(wireName);
        if (datatype == null) {
            throw new RefusedException(
                    Refusal.WRONG_DATATYPE,
                    "unknown datatype '%s': take one of %s"
                            .formatted(Quoted.shortened(wireName), Arrays.toString(Datatype.values())));
        }
    }

    private void readOrPostponeData(JsonParser json) throws IOException {
        if (datatype != null && target != Target.UNKNOWN) {
            readData(json, datatype);
        } else {
            dataAt = (int) json.currentTokenLocation().getByteOffset();
            json.skipChildren();
        }
    }

    private void readData(JsonParser json, Datatype datatype) throws IOException {
        checkDatatype(datatype);
        if (json.currentToken() != JsonToken.START_ARRAY) {
            throw new RefusedException(Refusal.WRONG_SHAPE, "data must be a list, not " + Quoted.token(json));
        }
        elements = 0;
        nested = false;
        while (json.nextToken() != JsonToken.END_ARRAY) {
            boolean inner = json.currentToken() == JsonToken.START_ARRAY;
            if (elements == 0) {
                nested = inner;
            }
            boolean empty = inner && json.nextToken() == JsonToken.END_ARRAY;
            if (empty || inner != nested) {
                throw ragged();
            }
            if (elements == maxRows) {
                throw tooManyRows();
            }
            readElement(json, datatype);
            if (inner && json.nextToken() != JsonToken.END_ARRAY) {
                throw ragged();
            }
            elements++;
        }
    }

    private void checkDatatype(Datatype datatype) {
        boolean suits =
                switch (target) {
                    case COLUMN -> datatype.suits(schema.input(position).type());
                    case ROWS -> datatype == Datatype.BYTES;
                    case IGNORED, UNKNOWN -> true;
                };
        if (!suits) {
            Datatype expected = target == Target.ROWS
                    ? Datatype.BYTES
                    : Datatype.of(schema.input(position).type());
            throw new RefusedException(
                    Refusal.WRONG_DATATYPE, "datatype must be %s, not %s".formatted(expected, datatype));
        }
    }

    private void readElement(JsonParser json, Datatype datatype) throws IOException {
        try {
            switch (target) {
                case COLUMN -> values.read(json, datatype, position, elements);
                case ROWS -> rowReader.read(json, elements);
                case IGNORED, UNKNOWN -> json.skipChildren();
            }
        } catch (RefusedException e) {
            throw e.at("data[%d]".formatted(elements));
        }
    }

    private void finishTensor() throws IOException {
        require(FieldSet.NAME, "name");
        require(FieldSet.SHAPE, "shape");
        require(FieldSet.DATATYPE, "datatype");
        require(FieldSet.DATA, "data");
        if (dataAt >= 0 && datatype != null) {
            try (JsonParser json = factory.createParser(body, dataAt, length - dataAt)) {
                json.nextToken();
                readData(json, datatype);
            }
        }
        if (nested && shape.isFlat()) {
            throw new RefusedException(Refusal.WRONG_SHAPE, "data of shape [n] must be a flat list");
        }
        if (elements != shape.rows()) {
            throw new RefusedException(
                    Refusal.WRONG_SHAPE,
                    "its shape promises %d rows, its data have %d".formatted(shape.rows(), elements));
        }
        if (rows == 0) {
            rows = elements;
        } else if (rows != elements) {
            throw new RefusedException(
                    Refusal.WRONG_SHAPE, "it has %d rows, the inputs before it have %d".formatted(elements, rows));
        }
    }

    private void require(int field, String wireName) {
        if (!fields.has(field)) {
            throw new RefusedException(
                    Refusal.MISSING_INPUT,
                    "%s must be there; an input has name, shape, datatype and data".formatted(wireName));
        }
    }

    private static String string(JsonParser json, String field) throws IOException {
        if (json.currentToken() != JsonToken.VALUE_STRING) {
            throw new RefusedException(
                    Refusal.WRONG_VALUE, "%s must be a string, not %s".formatted(field, Quoted.token(json)));
        }
        return json.getText();
    }

    private RefusedException tooManyRows() {
        return new RefusedException(
                Refusal.TOO_MANY_ROWS, "a request has at most %d rows: send several requests".formatted(maxRows));
    }

    private static RefusedException ragged() {
        return new RefusedException(
                Refusal.WRONG_SHAPE,
                "data must be a list of values, or for shape [n, 1] a list of lists of one value each");
    }
}
