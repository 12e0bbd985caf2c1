package dev.millrace.contract.report;

import dev.millrace.contract.Digest;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a training made, in short.
 *
 * @param metrics per split, in the label's own units
 * @param baselines test metrics of the models that need no network, by name ({@code mean} or {@code majority}, {@code linear})
 * @param gates each with what was observed
 * @param model null if none could be made
 * @param engine name and version of the training backend
 * @param threads of the training arithmetic
 * @param codeRevision commit that the trainer was built from; null if its image does not tell
 * @param epochs that were trained
 * @param bestEpoch whose weights were kept, from 1
 * @param cpuSeconds spent by the process that finished
 * @param warnings a sentence each
 */
public record TrainSummary(
        Metrics metrics,
        Map<String, Map<String, Double>> baselines,
        List<GateResult> gates,
        @Nullable Model model,
        String engine,
        int threads,
        @Nullable String codeRevision,
        int epochs,
        int bestEpoch,
        double cpuSeconds,
        List<String> warnings) {
    public TrainSummary {
        baselines = Map.copyOf(baselines);
        gates = List.copyOf(gates);
        warnings = List.copyOf(warnings);
    }

    /** Metric name to value for each split. */
    public record Metrics(Map<String, Double> train, Map<String, Double> validation, Map<String, Double> test) {
        public Metrics {
            train = Map.copyOf(train);
            validation = Map.copyOf(validation);
            test = Map.copyOf(test);
        }
    }

    /**
     * A gate and what was observed.
     *
     * @param bound as text, such as {@code <= 27000}
     */
    public record GateResult(String name, String metric, String bound, double observed, boolean passed) {}

    /**
     * The stored model.
     *
     * @param uri of its manifest
     * @param parity the largest difference between trained network and exported graph, relative to what is allowed to differ
     */
    public record Model(Digest digest, String uri, long sizeBytes, double parity) {}
}
