package dev.millrace.contract.bundle;

import dev.millrace.contract.ColumnType;
import dev.millrace.contract.Digest;
import dev.millrace.contract.plan.ModelPlan.Task;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A stored model, in the store as {@code models/<hex of digest>/manifest.json}.
 *
 * <p>The graph takes one tensor of shape [n, 1] for each input: double for numbers, integers, booleans (0 and 1) and timestamps
 * (microseconds since 1970), with NaN for a missing value; string for categories, with the empty string for a missing value. It gives
 * {@code prediction} [n, 1], a float in the label's own units or the class's name as string, and for classes {@code probabilities}
 * [n, classes].
 *
 * @param digest see {@link #digestOf}
 * @param task what it answers
 * @param label the column that it predicts
 * @param inputs in the graph's order
 * @param ignored columns of the data version that the graph does not take: values of theirs in a request are accepted and not looked at
 * @param classes in the order of {@code probabilities}; empty for regression
 * @param files by name: {@code model.onnx}, {@code weights.bin}, {@code profile.json}
 * @param dataset digest of the rows that trained it
 */
public record ModelManifest(
        Digest digest,
        Task task,
        String label,
        List<Input> inputs,
        List<String> ignored,
        List<String> classes,
        Map<String, File> files,
        Digest dataset) {
    public static final String GRAPH = "model.onnx";
    public static final String WEIGHTS = "weights.bin";
    public static final String PROFILE = "profile.json";
    public static final String PREDICTION = "prediction";
    public static final String PROBABILITIES = "probabilities";

    public ModelManifest {
        inputs = List.copyOf(inputs);
        ignored = List.copyOf(ignored);
        classes = List.copyOf(classes);
        files = Map.copyOf(files);
    }

    /** A model's digest: it covers the graph and the weights, not metrics, profile or provenance. */
    public static Digest digestOf(Digest graph, Digest weights) {
        return Digest.of("millrace-model-v1\n" + graph + "\n" + weights + "\n");
    }

    /**
     * A raw column that the graph takes.
     *
     * @param nullable whether a missing value is imputed or refused
     * @param min smallest value of the train split; null for categories and sensitive columns
     * @param max largest value of the train split; null for categories and sensitive columns
     */
    public record Input(
            String name,
            ColumnType type,
            boolean nullable,
            @Nullable Double min,
            @Nullable Double max) {}

    /** A file of the bundle: the blob of that digest. */
    public record File(Digest digest, long sizeBytes) {}
}
