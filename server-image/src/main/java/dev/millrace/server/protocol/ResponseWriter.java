package dev.millrace.server.protocol;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import dev.millrace.contract.bundle.ModelManifest;
import dev.millrace.contract.plan.ModelPlan.Task;
import dev.millrace.server.inference.Answer;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** Writes the answers to inference requests. */
final class ResponseWriter {
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
            .build();

    private final ModelIdentity identity;
    private final boolean classifies;
    private final int classCount;

    ResponseWriter(ModelIdentity identity, ModelManifest manifest) {
        this.identity = identity;
        this.classifies = manifest.task() != Task.REGRESSION;
        this.classCount = manifest.classes().size();
    }

    /** What goes out besides the outputs' values. */
    record Envelope(String id, List<String> outputs, List<String> outOfRange) {}

    void write(Envelope envelope, Answer answer, OutputStream out) throws IOException {
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            json.writeStringField("model_name", identity.name());
            json.writeStringField("model_version", identity.version());
            json.writeStringField("id", envelope.id());
            json.writeObjectFieldStart("parameters");
            json.writeStringField("model_version", identity.version());
            json.writeStringField("model_digest", identity.digest().value());
            json.writeArrayFieldStart("out_of_range");
            for (String name : envelope.outOfRange()) {
                json.writeString(name);
            }
            json.writeEndArray();
            json.writeEndObject();
            json.writeArrayFieldStart("outputs");
            for (String output : envelope.outputs()) {
                if (output.equals(ModelManifest.PREDICTION)) {
                    writePrediction(json, answer);
                } else {
                    writeNumbers(json, output, classCount, answer.probabilities());
                }
            }
            json.writeEndArray();
            json.writeEndObject();
        }
    }

    private void writePrediction(JsonGenerator json, Answer answer) throws IOException {
        if (!classifies) {
            writeNumbers(json, ModelManifest.PREDICTION, 1, answer.predictions());
            return;
        }
        writeHead(json, ModelManifest.PREDICTION, Datatype.BYTES, new int[] {answer.rows(), 1});
        for (String name : answer.classes()) {
            json.writeString(name);
        }
        writeEnd(json);
    }

    private static void writeNumbers(JsonGenerator json, String output, int width, float[] values) throws IOException {
        writeHead(json, output, Datatype.FP32, new int[] {values.length / width, width});
        for (float value : values) {
            json.writeNumber(value);
        }
        writeEnd(json);
    }

    private static void writeHead(JsonGenerator json, String output, Datatype datatype, int[] shape)
            throws IOException {
        json.writeStartObject();
        json.writeStringField("name", output);
        json.writeStringField("datatype", datatype.name());
        json.writeFieldName("shape");
        json.writeArray(shape, 0, shape.length);
        json.writeArrayFieldStart("data");
    }

    private static void writeEnd(JsonGenerator json) throws IOException {
        json.writeEndArray();
        json.writeEndObject();
    }
}
