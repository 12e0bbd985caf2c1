package dev.millrace.model.output;

import dev.millrace.contract.plan.ModelPlan.LabelTransform;
import dev.millrace.model.graph.OnnxGraph;
import java.util.List;

/**
 * How a number becomes what the network learns, and back. All arithmetic is in double.
 *
 * <p>The inverse of the logarithm is held to the train split's range: without that, one outlier in 586 rows tripled the test error on the
 * Ames house prices.
 *
 * @param transform comes before the standardisation
 * @param mean of the transformed labels of the train split
 * @param stddev of the transformed labels of the train split, above zero
 * @param min smallest transformed label of the train split
 * @param max largest transformed label of the train split
 */
public record LabelScale(LabelTransform transform, double mean, double stddev, double min, double max) {
    /** @throws IllegalArgumentException if the labels do not vary */
    public LabelScale {
        if (!(stddev > 0 && Double.isFinite(stddev))) {
            throw new IllegalArgumentException("a label with standard deviation " + stddev);
        }
    }

    /** What the network learns for a label. */
    public double scaled(double label) {
        return (transformed(transform, label) - mean) / stddev;
    }

    /** The label for a raw score of the network. */
    public double label(double score) {
        double value = score * stddev + mean;
        return switch (transform) {
            case NONE -> value;
            case LOG -> Math.exp(Math.max(min, Math.min(max, value)));
        };
    }

    /** A label after the transform, before it is standardised. */
    public static double transformed(LabelTransform transform, double label) {
        return switch (transform) {
            case NONE -> label;
            case LOG -> Math.log(label);
        };
    }

    /** Adds {@link #label} to a graph, double values [n, 1] in and out. */
    String addInverseTo(OnnxGraph graph, String score) {
        String value =
                graph.node("Add", List.of(graph.node("Mul", List.of(score, graph.row(stddev))), graph.row(mean)));
        return switch (transform) {
            case NONE -> value;
            case LOG -> {
                String bounded = graph.node("Min", List.of(value, graph.row(max)));
                yield graph.node("Exp", List.of(graph.node("Max", List.of(bounded, graph.row(min)))));
            }
        };
    }
}
