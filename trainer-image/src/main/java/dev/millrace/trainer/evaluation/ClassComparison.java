package dev.millrace.trainer.evaluation;

import dev.millrace.contract.bundle.ModelManifest;
import dev.millrace.model.inference.Outputs;
import dev.millrace.trainer.label.Labels;
import dev.millrace.trainer.label.Target;
import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Comparisons of classes. */
final class ClassComparison implements Comparison {
    private final Map<String, Integer> places;
    private final Optional<LinearModel> linear;
    private final float[] frequencies;
    private final ClassScores model;
    private final ClassScores majorityScores;
    private final ClassScores linearScores;

    ClassComparison(Target.Classes target, Optional<LinearModel> linear) {
        this.places = target.places();
        this.linear = linear;
        this.frequencies = frequencies(target.counts());
        this.model = scores(target);
        this.majorityScores = scores(target);
        this.linearScores = scores(target);
    }

    @Override
    public void score(Labels labels, Outputs exported, int rows) {
        List<String> predictions = exported.texts(ModelManifest.PREDICTION);
        FloatBuffer probabilities = exported.floats(ModelManifest.PROBABILITIES);
        float[] ofRow = new float[places.size()];
        for (int row = 0; row < rows; row++) {
            probabilities.get(row * ofRow.length, ofRow);
            model.add(place(labels.text(row)), place(predictions.get(row)), ofRow);
        }
    }

    @Override
    public void compare(Outputs exported, float[] trained, Parity parity) {
        FloatBuffer probabilities = exported.floats(ModelManifest.PROBABILITIES);
        for (int i = 0; i < trained.length; i++) {
            parity.compareProbabilities(trained[i], probabilities.get(i));
        }
    }

    @Override
    public void scoreBaselines(Labels labels, float[] features, int rows) {
        int width = features.length / rows;
        for (int row = 0; row < rows; row++) {
            int truth = place(labels.text(row));
            majorityScores.add(truth, largest(frequencies), frequencies);
            int start = row * width;
            linear.ifPresent(baseline -> {
                float[] probabilities = baseline.probabilities(features, start);
                linearScores.add(truth, largest(probabilities), probabilities);
            });
        }
    }

    @Override
    public Scorecard scorecard() {
        return model.scorecard();
    }

    @Override
    public Map<String, Scorecard> baselines() {
        Map<String, Scorecard> baselines = new HashMap<>();
        baselines.put("majority", majorityScores.scorecard());
        linear.ifPresent(baseline -> baselines.put("linear", linearScores.scorecard()));
        return baselines;
    }

    private int place(String name) {
        return places.getOrDefault(name, ClassScores.UNKNOWN);
    }

    private static ClassScores scores(Target.Classes target) {
        return new ClassScores(target.task(), target.classes().size());
    }

    private static float[] frequencies(List<Long> counts) {
        double rows = counts.stream().mapToLong(Long::longValue).sum();
        float[] frequencies = new float[counts.size()];
        for (int i = 0; i < frequencies.length; i++) {
            frequencies[i] = (float) (counts.get(i) / rows);
        }
        return frequencies;
    }

    private static int largest(float[] values) {
        int largest = 0;
        for (int i = 1; i < values.length; i++) {
            if (values[i] > values[largest]) {
                largest = i;
            }
        }
        return largest;
    }
}
