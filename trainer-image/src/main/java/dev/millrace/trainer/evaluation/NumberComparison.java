package dev.millrace.trainer.evaluation;

import dev.millrace.contract.bundle.ModelManifest;
import dev.millrace.model.inference.Outputs;
import dev.millrace.trainer.label.Labels;
import dev.millrace.trainer.label.Target;
import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Comparisons of numbers, all in the label's own units. */
final class NumberComparison implements Comparison {
    private final Target.Numbers target;
    private final Optional<LinearModel> linear;
    private final NumberScores model = new NumberScores();
    private final NumberScores meanScores = new NumberScores();
    private final NumberScores linearScores = new NumberScores();

    NumberComparison(Target.Numbers target, Optional<LinearModel> linear) {
        this.target = target;
        this.linear = linear;
    }

    @Override
    public void score(Labels labels, Outputs exported, int rows) {
        FloatBuffer predictions = predictions(exported);
        for (int row = 0; row < rows; row++) {
            model.add(labels.number(row), predictions.get(row));
        }
    }

    @Override
    public void compare(Outputs exported, float[] trained, Parity parity) {
        FloatBuffer predictions = predictions(exported);
        for (int row = 0; row < trained.length; row++) {
            parity.compareNumbers(target.scale().label(trained[row]), predictions.get(row), target.stddev());
        }
    }

    @Override
    public void scoreBaselines(Labels labels, float[] features, int rows) {
        int width = features.length / rows;
        for (int row = 0; row < rows; row++) {
            double label = labels.number(row);
            meanScores.add(label, target.mean());
            int place = row * width;
            linear.ifPresent(
                    baseline -> linearScores.add(label, target.scale().label(baseline.scores(features, place)[0])));
        }
    }

    @Override
    public Scorecard scorecard() {
        return model.scorecard();
    }

    @Override
    public Map<String, Scorecard> baselines() {
        Map<String, Scorecard> baselines = new HashMap<>();
        baselines.put("mean", meanScores.scorecard());
        linear.ifPresent(baseline -> baselines.put("linear", linearScores.scorecard()));
        return baselines;
    }

    private static FloatBuffer predictions(Outputs exported) {
        return exported.floats(ModelManifest.PREDICTION);
    }
}
