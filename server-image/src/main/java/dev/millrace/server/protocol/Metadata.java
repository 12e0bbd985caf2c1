package dev.millrace.server.protocol;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.millrace.contract.bundle.ModelManifest;
import dev.millrace.contract.bundle.ModelManifest.Input;
import dev.millrace.contract.plan.ModelPlan.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What the protocol tells about the server and its model. */
public final class Metadata {
    private Metadata() {}

    /** {@code GET /v2}. */
    public record Server(String name, String version, List<String> extensions) {}

    /** {@code GET /v2/models/NAME}. */
    public record Model(
            String name,
            List<String> versions,
            String platform,
            List<Tensor> inputs,
            List<Tensor> outputs,
            ModelParameters parameters) {}

    /**
     * A tensor that the model takes or gives.
     *
     * @param shape -1 is any number of rows
     */
    public record Tensor(
            String name,
            String datatype,
            List<Integer> shape,
            @Nullable TensorParameters parameters) {}

    /**
     * What is known of a tensor's values.
     *
     * @param type the column's type
     * @param nullable whether a value may be missing
     * @param min of the training data
     * @param max of the training data
     * @param classes in the order of the probabilities
     */
    public record TensorParameters(
            @Nullable String type,
            @Nullable Boolean nullable,
            @Nullable Double min,
            @Nullable Double max,
            @Nullable List<String> classes) {}

    /** What Millrace tells about a model: what it predicts, and what made it. */
    public record ModelParameters(
            String task,
            String label,
            @JsonProperty("model_digest") String modelDigest,
            @JsonProperty("dataset_digest") String datasetDigest,
            @JsonProperty("max_rows") int maxRows) {}

    public static Server server(String version) {
        return new Server("millrace", version, List.of());
    }

    public static Model model(ModelIdentity identity, ModelManifest manifest, int maxRows) {
        return new Model(
                identity.name(),
                List.of(identity.version()),
                "onnxruntime_onnx",
                manifest.inputs().stream().map(Metadata::input).toList(),
                outputs(manifest),
                new ModelParameters(
                        wireName(manifest.task()),
                        manifest.label(),
                        identity.digest().value(),
                        manifest.dataset().value(),
                        maxRows));
    }

    private static Tensor input(Input input) {
        return new Tensor(
                input.name(),
                Datatype.of(input.type()).name(),
                List.of(-1, 1),
                new TensorParameters(wireName(input.type()), input.nullable(), input.min(), input.max(), null));
    }

    private static List<Tensor> outputs(ModelManifest manifest) {
        if (manifest.task() == Task.REGRESSION) {
            return List.of(new Tensor(ModelManifest.PREDICTION, Datatype.FP32.name(), List.of(-1, 1), null));
        }
        List<Tensor> outputs = new ArrayList<>();
        outputs.add(new Tensor(ModelManifest.PREDICTION, Datatype.BYTES.name(), List.of(-1, 1), null));
        outputs.add(new Tensor(
                ModelManifest.PROBABILITIES,
                Datatype.FP32.name(),
                List.of(-1, manifest.classes().size()),
                new TensorParameters(null, null, null, null, manifest.classes())));
        return outputs;
    }

    private static String wireName(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
