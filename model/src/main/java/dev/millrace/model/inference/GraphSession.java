package dev.millrace.model.inference;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.nio.DoubleBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A graph ready to run over batches of rows, column by column. One thread computes: the results of a batch then never depend on the
 * machine's cores.
 */
public final class GraphSession implements AutoCloseable {
    private final OrtEnvironment environment;
    private final OrtSession session;

    /**
     * Loads a graph.
     *
     * @throws IllegalArgumentException if ONNX Runtime refuses it
     */
    public GraphSession(byte[] graph) {
        environment = OrtEnvironment.getEnvironment();
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            session = environment.createSession(graph, options);
        } catch (OrtException e) {
            throw new IllegalArgumentException("ONNX Runtime refuses the graph: " + e.getMessage(), e);
        }
    }

    /**
     * Runs the graph over a batch.
     *
     * @param columns all that the graph takes; more do no harm
     * @throws IllegalArgumentException if a column is missing or of the wrong type
     */
    public Outputs run(Columns columns) {
        Map<String, OnnxTensor> inputs = new LinkedHashMap<>();
        try {
            for (NodeInfo input : session.getInputInfo().values()) {
                inputs.put(input.getName(), tensor(input, columns));
            }
            try (OrtSession.Result outputs = session.run(inputs)) {
                return copied(outputs);
            }
        } catch (OrtException e) {
            throw new IllegalArgumentException("ONNX Runtime cannot run the graph: " + e.getMessage(), e);
        } finally {
            inputs.values().forEach(OnnxTensor::close);
        }
    }

    private OnnxTensor tensor(NodeInfo input, Columns columns) throws OrtException {
        long[] shape = {columns.rows(), 1};
        if (((TensorInfo) input.getInfo()).type == OnnxJavaType.STRING) {
            String[] texts = columns.texts(input.getName());
            return OnnxTensor.createTensor(environment, Arrays.copyOf(texts, columns.rows()), shape);
        }
        double[] numbers = columns.numbers(input.getName());
        return OnnxTensor.createTensor(environment, DoubleBuffer.wrap(numbers, 0, columns.rows()), shape);
    }

    private static Outputs copied(OrtSession.Result result) throws OrtException {
        Outputs outputs = new Outputs();
        for (Map.Entry<String, OnnxValue> output : result) {
            OnnxTensor tensor = (OnnxTensor) output.getValue();
            if (tensor.getInfo().type == OnnxJavaType.STRING) {
                String[][] rows = (String[][]) tensor.getValue();
                outputs.put(
                        output.getKey(), Arrays.stream(rows).map(row -> row[0]).toList());
            } else {
                outputs.put(output.getKey(), tensor.getFloatBuffer());
            }
        }
        return outputs;
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        }
    }
}
