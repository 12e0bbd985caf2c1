package dev.millrace.server.protocol;

import dev.millrace.contract.bundle.ModelManifest;
import dev.millrace.contract.plan.ModelPlan.Task;
import dev.millrace.server.inference.Answer;
import dev.millrace.server.inference.Columns;
import dev.millrace.server.inference.Predictor;
import dev.millrace.server.inference.Tensors;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/**
 * All that one request needs from its bytes to the answer's bytes. For one request at a time, used again for the next: an ordinary
 * request finds its memory in place. {@link Inferences} lends them.
 */
public final class Inference implements AutoCloseable {
    private static final int SMALL_BODY = 16 * 1024;

    private final Predictor predictor;
    private final Columns columns;
    private final Tensors tensors;
    private final RequestReader reader;
    private final ResponseWriter writer;
    private final ByteArrayOutputStream response = new ByteArrayOutputStream();
    private final byte[] smallBody = new byte[SMALL_BODY];
    private final ByteBuffer smallBodyBuffer = ByteBuffer.wrap(smallBody);
    private InferenceRequest request = new InferenceRequest(null, List.of());

    Inference(Predictor predictor, ModelIdentity identity, int maxRows) {
        ModelManifest manifest = predictor.manifest();
        this.predictor = predictor;
        this.columns = new Columns(predictor.schema());
        this.tensors = predictor.newTensors();
        this.reader = new RequestReader(predictor.schema(), columns, outputs(manifest), maxRows);
        this.writer = new ResponseWriter(identity, manifest);
    }

    static List<String> outputs(ModelManifest manifest) {
        return manifest.task() == Task.REGRESSION
                ? List.of(ModelManifest.PREDICTION)
                : List.of(ModelManifest.PREDICTION, ModelManifest.PROBABILITIES);
    }

    /** Empty memory for a body that fits into it. */
    public ByteBuffer smallBody() {
        return smallBodyBuffer.clear();
    }

    /**
     * Reads the request that was put into {@link #smallBody}.
     *
     * @return its rows
     * @throws RefusedException if the model cannot answer it
     */
    public int readSmallBody() {
        return read(smallBody, smallBodyBuffer.position());
    }

    /**
     * Reads a request.
     *
     * @return its rows
     * @throws RefusedException if the model cannot answer it
     */
    public int read(byte[] body, int length) {
        request = reader.read(body, length);
        return columns.rows();
    }

    /**
     * Answers the request that was read.
     *
     * @return the response's body
     * @throws RefusedException if the graph gives no finite number for it
     */
    public byte[] answer() {
        Answer answer = tensors.predict(columns);
        List<String> outOfRange = predictor.schema().outOfRange(columns);
        int row = answer.firstRowNotFinite();
        if (row >= 0) {
            throw noPrediction(row, outOfRange);
        }
        String id = request.id();
        response.reset();
        try {
            writer.write(
                    new ResponseWriter.Envelope(id == null ? newId() : id, request.outputs(), outOfRange),
                    answer,
                    response);
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot be written", e);
        }
        return response.toByteArray();
    }

    private static RefusedException noPrediction(int row, List<String> outOfRange) {
        return outOfRange.isEmpty()
                ? new RefusedException(
                        Refusal.INTERNAL,
                        "the model gives no finite prediction for row %d, although all its values are in the training range"
                                .formatted(row))
                : new RefusedException(
                        Refusal.NO_PREDICTION,
                        "the model gives no finite prediction for row %d: values are too far outside the training range in %s"
                                .formatted(row, outOfRange));
    }

    private static String newId() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return new UUID(random.nextLong(), random.nextLong()).toString();
    }

    /** Whether a large request has made this too large to be kept for small ones. */
    boolean isLarge() {
        return columns.isLarge();
    }

    @Override
    public void close() {
        tensors.close();
    }
}
