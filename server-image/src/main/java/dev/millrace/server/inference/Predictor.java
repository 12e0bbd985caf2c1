package dev.millrace.server.inference;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.TensorInfo;
import dev.millrace.contract.bundle.ModelManifest;
import dev.millrace.contract.plan.ModelPlan.Task;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A loaded graph. Any number of threads may predict at once, each with {@link Tensors} of its own: the session has no threads
 * besides the callers'.
 */
public final class Predictor implements AutoCloseable {
    private final OrtEnvironment environment;
    private final OrtSession session;
    private final InputSchema schema;
    private final ModelManifest manifest;

    private Predictor(OrtEnvironment environment, OrtSession session, ModelManifest manifest) {
        this.environment = environment;
        this.session = session;
        this.manifest = manifest;
        this.schema = new InputSchema(manifest);
    }

    /**
     * Loads a graph and sees that it is the one that the manifest describes.
     *
     * @param graph a direct buffer with the ONNX file
     * @throws ModelRefusedException if it is no graph, or takes or gives something else
     */
    public static Predictor load(ModelManifest manifest, ByteBuffer graph) {
        OrtEnvironment environment = OnnxRuntime.environment();
        try (SessionOptions options = new SessionOptions()) {
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            options.setOptimizationLevel(SessionOptions.OptLevel.ALL_OPT);
            OrtSession session = environment.createSession(graph, options);
            Predictor predictor = new Predictor(environment, session, manifest);
            try {
                predictor.checkGraph();
            } catch (ModelRefusedException e) {
                predictor.close();
                throw e;
            }
            return predictor;
        } catch (OrtException e) {
            throw new ModelRefusedException("its graph cannot be loaded: " + e.getMessage(), e);
        }
    }

    public InputSchema schema() {
        return schema;
    }

    public ModelManifest manifest() {
        return manifest;
    }

    /** Tensors for one thread at a time. */
    public Tensors newTensors() {
        return new Tensors(environment, session, manifest, schema);
    }

    /**
     * Predicts for one row in the middle of the training range, so that the first request finds everything loaded.
     *
     * @return the shortest time of a prediction, in nanoseconds
     * @throws ModelRefusedException if the graph does not give a finite answer in the manifest's shape
     */
    public long warmUp(int times) {
        Columns columns = new Columns(schema);
        for (int i = 0; i < schema.size(); i++) {
            if (schema.isText(i)) {
                columns.set(i, 0, "");
            } else {
                columns.set(i, 0, schema.middle(i));
            }
        }
        columns.setRows(1);
        long shortest = Long.MAX_VALUE;
        try (Tensors tensors = newTensors()) {
            for (int i = 0; i < times; i++) {
                long start = System.nanoTime();
                Answer answer = tensors.predict(columns);
                shortest = Math.min(shortest, System.nanoTime() - start);
                if (answer.firstRowNotFinite() >= 0) {
                    throw new ModelRefusedException(
                            "its graph gives no finite prediction for a row of the training range");
                }
            }
        } catch (PredictionException e) {
            throw new ModelRefusedException("its graph does not run: " + e.getMessage(), e);
        }
        return shortest;
    }

    private void checkGraph() throws OrtException {
        Map<String, NodeInfo> inputs = session.getInputInfo();
        for (int i = 0; i < schema.size(); i++) {
            String name = schema.input(i).name();
            check("input", name, inputs.get(name), schema.isText(i) ? OnnxJavaType.STRING : OnnxJavaType.DOUBLE);
        }
        if (inputs.size() != schema.size()) {
            throw new ModelRefusedException("its graph takes %s, its manifest names %d inputs"
                    .formatted(new TreeSet<>(inputs.keySet()), schema.size()));
        }
        boolean classifies = manifest.task() != Task.REGRESSION;
        Map<String, NodeInfo> outputs = session.getOutputInfo();
        check(
                "output",
                ModelManifest.PREDICTION,
                outputs.get(ModelManifest.PREDICTION),
                classifies ? OnnxJavaType.STRING : OnnxJavaType.FLOAT);
        if (classifies) {
            check("output", ModelManifest.PROBABILITIES, outputs.get(ModelManifest.PROBABILITIES), OnnxJavaType.FLOAT);
            if (manifest.classes().size() < 2) {
                throw new ModelRefusedException("it is a classifier, and its manifest names fewer than two classes");
            }
        }
    }

    private static void check(String kind, String name, @Nullable NodeInfo node, OnnxJavaType expected) {
        if (node == null || !(node.getInfo() instanceof TensorInfo info)) {
            throw new ModelRefusedException(
                    "its graph has no %s tensor '%s', which its manifest promises".formatted(kind, name));
        }
        if (info.type != expected) {
            throw new ModelRefusedException(
                    "%s '%s' of its graph is of type %s, not %s".formatted(kind, name, info.type, expected));
        }
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException("the graph cannot be closed", e);
        }
    }
}
