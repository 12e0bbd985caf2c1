package dev.millrace.trainer.evaluation;

import dev.millrace.contract.Split;
import dev.millrace.contract.plan.ModelPlan.Task;
import dev.millrace.contract.report.Metric;
import dev.millrace.contract.report.TrainSummary.Metrics;
import dev.millrace.model.bundle.ModelGraph;
import dev.millrace.model.inference.GraphSession;
import dev.millrace.model.inference.Outputs;
import dev.millrace.trainer.engine.TrainableNetwork;
import dev.millrace.trainer.label.Labels;
import dev.millrace.trainer.label.Target;
import dev.millrace.trainer.row.RowSource;
import dev.millrace.trainer.tensor.Tensors;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Judges a trained model by the graph that will be served, over raw rows. Here, after the export, the test split is read for the first and only
 * time.
 */
public final class Evaluation {
    private final RowSource rows;
    private final Tensors.Recipe recipe;
    private final TrainableNetwork network;
    private final ModelGraph graph;
    private final Optional<LinearModel> linear;
    private final Parity parity = new Parity();
    private final Map<Split, Comparison> comparisons = new EnumMap<>(Split.class);

    private Evaluation(Candidate candidate, Optional<LinearModel> linear, RowSource rows) {
        this.rows = rows;
        this.recipe = candidate.recipe();
        this.network = candidate.network();
        this.graph = candidate.graph();
        this.linear = linear;
    }

    /**
     * A model to be judged.
     *
     * @param recipe by which its tensors were made
     * @param network as it was trained
     * @param graph as it was exported
     */
    public record Candidate(Tensors.Recipe recipe, TrainableNetwork network, ModelGraph graph) {}

    /**
     * What came out.
     *
     * @param metrics of each split
     * @param baselines test metrics by the baselines' names
     * @param parity the largest difference between network and graph, relative to what is allowed
     * @param warnings a sentence each
     */
    public record Verdict(
            Metrics metrics, Map<String, Map<String, Double>> baselines, double parity, List<String> warnings) {
        public Verdict {
            warnings = List.copyOf(warnings);
        }
    }

    /**
     * Judges a model.
     *
     * @param baseline what it is compared with; waited for
     * @throws dev.millrace.contract.report.StepException ParityFailed
     */
    public static Verdict judge(Candidate candidate, LinearBaseline baseline, RowSource rows) throws IOException {
        return new Evaluation(candidate, baseline.model(), rows).judge();
    }

    private Verdict judge() throws IOException {
        try (GraphSession exported = new GraphSession(graph.toModel());
                GraphSession preprocessing =
                        new GraphSession(recipe.preprocessing().toModel())) {
            for (Split split : Split.values()) {
                read(split, exported, preprocessing);
            }
        }
        Comparison test = comparison(Split.TEST);
        return new Verdict(
                new Metrics(
                        comparison(Split.TRAIN).scorecard().byName(),
                        comparison(Split.VALIDATION).scorecard().byName(),
                        test.scorecard().byName()),
                test.baselines().entrySet().stream()
                        .collect(Collectors.toMap(
                                Map.Entry::getKey, entry -> entry.getValue().byName())),
                parity.check(),
                warnings(test));
    }

    private void read(Split split, GraphSession exported, GraphSession preprocessing) throws IOException {
        Comparison comparison = comparison(split);
        rows.read(split, recipe.allColumns(), batch -> {
            Labels labels = new Labels(recipe.label(), batch);
            Outputs answers = exported.run(batch);
            comparison.score(labels, answers, batch.rows());
            if (split != Split.TRAIN) {
                float[] features = array(Tensors.features(preprocessing, batch));
                comparison.compare(answers, network.output(features), parity);
                if (split == Split.TEST) {
                    comparison.scoreBaselines(labels, features, batch.rows());
                }
            }
        });
    }

    private Comparison comparison(Split split) {
        return comparisons.computeIfAbsent(split, key -> {
            if (recipe.target() instanceof Target.Numbers numbers) {
                return new NumberComparison(numbers, linear);
            }
            return new ClassComparison((Target.Classes) recipe.target(), linear);
        });
    }

    private List<String> warnings(Comparison test) {
        List<String> warnings = new ArrayList<>();
        Task task = network.shape().task();
        Metric metric = Metric.leading(task);
        Double model = test.scorecard().values().get(metric);
        test.baselines().forEach((name, scorecard) -> {
            Double baseline = scorecard.values().get(metric);
            if (model != null && baseline != null && !metric.isBetter(model, baseline)) {
                warnings.add("The model does not beat the baseline %s on the test split: %s %.4g against %.4g."
                        .formatted(name, metric.wireName(), model, baseline));
            }
        });
        if (linear.isEmpty()) {
            warnings.add("There is no linear baseline: it takes at most %d features, and the model has %d."
                    .formatted(LinearModel.MAX_FEATURES, network.shape().inputs()));
        }
        return warnings;
    }

    private static float[] array(FloatBuffer buffer) {
        float[] values = new float[buffer.remaining()];
        buffer.get(values);
        return values;
    }
}
