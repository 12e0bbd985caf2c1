package dev.millrace.server.protocol;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import dev.millrace.server.inference.Columns;
import dev.millrace.server.inference.InputSchema;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads inference requests, one after another, into the same columns. One pass over the bytes; the first thing that is wrong ends it
 * with a {@link RefusedException} that names the field.
 */
public final class RequestReader {
    private static final int DEEPEST = 16;
    private static final int LONGEST_NUMBER = 1_000;
    private static final int LONGEST_NAME = 10_000;
    private static final int LONGEST_ID = 256;

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
            // Read, so that they can be refused by the name of their input.
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEEPEST)
                    .maxNumberLength(LONGEST_NUMBER)
                    .maxNameLength(LONGEST_NAME)
                    .build())
            .build();

    private final List<String> outputNames;
    private final TensorReader tensors;
    private @Nullable String id;
    private List<String> outputs = List.of();

    /**
     * @param columns where the rows go
     * @param outputNames of the model, in its order
     * @param maxRows of one request
     */
    public RequestReader(InputSchema schema, Columns columns, List<String> outputNames, int maxRows) {
        this.outputNames = List.copyOf(outputNames);
        this.tensors = new TensorReader(JSON, schema, columns, maxRows);
    }

    /**
     * Reads the first {@code length} bytes of a body; its rows are then in the columns.
     *
     * @throws RefusedException if they are not a request that the model can answer
     */
    public InferenceRequest read(byte[] body, int length) {
        Utf8.require(body, length);
        id = null;
        outputs = outputNames;
        tensors.start(body, length);
        try (JsonParser json = JSON.createParser(body, 0, length)) {
            JsonToken first = json.nextToken();
            if (first == null) {
                throw new RefusedException(
                        Refusal.MALFORMED_JSON, "the body is empty: it must be a JSON object with inputs");
            }
            if (first != JsonToken.START_OBJECT) {
                throw new RefusedException(
                        Refusal.MALFORMED_JSON,
                        "the body must be a JSON object with inputs, not " + Quoted.token(json));
            }
            readFields(json);
            if (json.nextToken() != null) {
                throw new RefusedException(Refusal.MALFORMED_JSON, "the body goes on after its JSON object");
            }
        } catch (JsonProcessingException e) {
            throw malformed("the body is not JSON", e);
        } catch (IOException e) {
            throw new UncheckedIOException("a byte array cannot be read", e);
        } finally {
            tensors.forgetBody();
        }
        tensors.finish();
        return new InferenceRequest(id, outputs);
    }

    private void readFields(JsonParser json) throws IOException {
        FieldSet fields = new FieldSet();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            json.nextToken();
            switch (name) {
                case "id" -> {
                    fields.add(FieldSet.ID, name);
                    id = readId(json);
                }
                case "parameters" -> {
                    fields.add(FieldSet.PARAMETERS, name);
                    readParameters(json);
                }
                case "inputs" -> {
                    fields.add(FieldSet.INPUTS, name);
                    readInputs(json);
                }
                case "outputs" -> {
                    fields.add(FieldSet.OUTPUTS, name);
                    readOutputs(json);
                }
                // An empty Kubernetes List: what lets a request lie in a folder that `kubectl apply -f` reads, as in
                // examples/.
                case "apiVersion", "kind", "items" -> json.skipChildren();
                default ->
                    throw new RefusedException(
                            Refusal.UNKNOWN_FIELD,
                            "unknown field '%s': a request has inputs, and may have id, parameters and outputs"
                                    .formatted(Quoted.shortened(name)));
            }
        }
    }

    private static String readId(JsonParser json) throws IOException {
        if (json.currentToken() != JsonToken.VALUE_STRING) {
            throw new RefusedException(Refusal.WRONG_VALUE, "id: must be a string, not " + Quoted.token(json));
        }
        String id = json.getText();
        if (id.length() > LONGEST_ID || !Quoted.isPrintable(id)) {
            throw new RefusedException(
                    Refusal.WRONG_VALUE, "id: must be at most %d printable characters".formatted(LONGEST_ID));
        }
        return id;
    }

    private static void readParameters(JsonParser json) throws IOException {
        requireObject(json, "parameters");
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            boolean explain = json.currentName().equals("explain");
            if (json.nextToken() == JsonToken.VALUE_TRUE && explain) {
                throw new RefusedException(
                        Refusal.NOT_SUPPORTED,
                        "parameters.explain: this server gives no attributions; leave explain out");
            }
            json.skipChildren();
        }
    }

    private void readInputs(JsonParser json) throws IOException {
        requireArray(json, "inputs");
        for (int index = 0; json.nextToken() != JsonToken.END_ARRAY; index++) {
            requireElement(json, "inputs", index);
            try {
                tensors.read(json);
            } catch (RefusedException e) {
                throw e.at(tensors.place(index));
            }
        }
    }

    private void readOutputs(JsonParser json) throws IOException {
        requireArray(json, "outputs");
        List<String> wanted = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            requireElement(json, "outputs", wanted.size());
            wanted.add(readOutput(json, wanted));
        }
        if (!wanted.isEmpty()) {
            outputs = wanted;
        }
    }

    private String readOutput(JsonParser json, List<String> wanted) throws IOException {
        String output = null;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = json.currentName();
            JsonToken value = json.nextToken();
            if (field.equals("name") && value == JsonToken.VALUE_STRING) {
                output = json.getText();
            } else if (!field.equals("parameters")) {
                throw new RefusedException(
                        Refusal.UNKNOWN_FIELD,
                        "outputs[%d]: takes a name, a string, and parameters; not '%s'"
                                .formatted(wanted.size(), Quoted.shortened(field)));
            }
            json.skipChildren();
        }
        if (output == null || !outputNames.contains(output) || wanted.contains(output)) {
            throw new RefusedException(
                    Refusal.UNKNOWN_OUTPUT,
                    "outputs[%d]: must name one of the model's outputs, each once: %s"
                            .formatted(wanted.size(), outputNames));
        }
        return output;
    }

    private static void requireObject(JsonParser json, String field) throws IOException {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            throw new RefusedException(
                    Refusal.WRONG_VALUE, "%s: must be an object, not %s".formatted(field, Quoted.token(json)));
        }
    }

    private static void requireElement(JsonParser json, String field, int index) throws IOException {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            throw new RefusedException(
                    Refusal.WRONG_VALUE,
                    "%s[%d]: must be an object, not %s".formatted(field, index, Quoted.token(json)));
        }
    }

    private static void requireArray(JsonParser json, String field) throws IOException {
        if (json.currentToken() != JsonToken.START_ARRAY) {
            throw new RefusedException(
                    Refusal.WRONG_VALUE, "%s: must be a list of objects, not %s".formatted(field, Quoted.token(json)));
        }
    }

    /** What is wrong with text that is not JSON, or not within the limits, with the place. */
    static RefusedException malformed(String what, JsonProcessingException e) {
        String reason;
        if (e instanceof StreamConstraintsException) {
            reason =
                    "it is nested deeper than %d levels, or has a number of more than %d digits or a name of more than %d characters"
                            .formatted(DEEPEST, LONGEST_NUMBER, LONGEST_NAME);
        } else if (e instanceof JsonEOFException) {
            reason = "it ends too early";
        } else {
            reason = Quoted.shortened(e.getOriginalMessage());
        }
        JsonLocation location = e.getLocation();
        String place =
                location == null ? "" : " (line %d, column %d)".formatted(location.getLineNr(), location.getColumnNr());
        return new RefusedException(Refusal.MALFORMED_JSON, what + ": " + reason + place);
    }
}
