package dev.millrace.trainer.evaluation;

import dev.millrace.trainer.engine.NormalEquations;
import dev.millrace.trainer.tensor.Batch;
import dev.millrace.trainer.tensor.TensorFile;
import dev.millrace.trainer.tensor.Tensors;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The linear baseline: ridge regression of the network's targets on its features, with the penalty that the validation split likes best. For classes
 * its scores, cut to [0, 1] and made to sum to 1, are the probabilities of the linear probability model.
 */
final class LinearModel {
    /** Beyond this the matrix takes hundreds of megabytes and the decomposition minutes. */
    static final int MAX_FEATURES = 2048;

    private static final double[] PENALTIES = {0.1, 1, 10, 100};
    private static final int BATCH_ROWS = 512;

    private final double[][] weights;

    private LinearModel(double[][] weights) {
        this.weights = weights;
    }

    /** Fits the model; empty if there are more than {@link #MAX_FEATURES} features. */
    static Optional<LinearModel> fit(Tensors tensors, int outputs) {
        int width = tensors.train().width();
        if (width > MAX_FEATURES) {
            return Optional.empty();
        }
        try (NormalEquations equations = new NormalEquations(width, outputs)) {
            read(tensors.train(), outputs, batch -> equations.add(batch.features(), batch.targets()));
            LinearModel best = new LinearModel(equations.solve(PENALTIES[0]));
            double smallest = best.error(tensors.validation(), outputs);
            for (int i = 1; i < PENALTIES.length; i++) {
                LinearModel model = new LinearModel(equations.solve(PENALTIES[i]));
                double error = model.error(tensors.validation(), outputs);
                if (error < smallest) {
                    best = model;
                    smallest = error;
                }
            }
            return Optional.of(best);
        }
    }

    /** The scores of a row whose features begin at a place. */
    double[] scores(float[] features, int place) {
        int width = weights.length - 1;
        double[] scores = weights[width].clone();
        for (int i = 0; i < width; i++) {
            float feature = features[place + i];
            if (feature != 0) {
                for (int k = 0; k < scores.length; k++) {
                    scores[k] += feature * weights[i][k];
                }
            }
        }
        return scores;
    }

    /** The probabilities for a row whose features begin at a place. */
    float[] probabilities(float[] features, int place) {
        double[] scores = scores(features, place);
        double sum = 0;
        for (int k = 0; k < scores.length; k++) {
            scores[k] = Math.max(0, Math.min(1, scores[k]));
            sum += scores[k];
        }
        float[] probabilities = new float[scores.length];
        for (int k = 0; k < scores.length; k++) {
            probabilities[k] = (float) (sum > 0 ? scores[k] / sum : 1.0 / scores.length);
        }
        return probabilities;
    }

    private double error(TensorFile rows, int outputs) {
        double[] sum = new double[1];
        read(rows, outputs, batch -> {
            float[] features = batch.features();
            float[] targets = batch.targets();
            for (int row = 0; row < batch.rows(); row++) {
                double[] scores = scores(features, row * rows.width());
                for (int k = 0; k < outputs; k++) {
                    double error = scores[k] - targets[row * outputs + k];
                    sum[0] += error * error;
                }
            }
        });
        return sum[0];
    }

    private static void read(TensorFile rows, int outputs, Consumer<Batch> reader) {
        Batch batch = new Batch((int) Math.min(rows.rows(), BATCH_ROWS), rows.width(), outputs);
        for (long row = 0; row < rows.rows(); ) {
            batch.clear();
            while (!batch.isFull() && row < rows.rows()) {
                batch.add(rows, row++);
            }
            reader.accept(batch);
        }
    }
}
