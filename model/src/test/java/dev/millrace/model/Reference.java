package dev.millrace.model;

import dev.millrace.contract.plan.ModelPlan.Activation;
import dev.millrace.model.feature.Encoding;
import dev.millrace.model.feature.Encoding.Category;
import dev.millrace.model.feature.Encoding.Numeric;
import dev.millrace.model.network.Layer;
import dev.millrace.model.network.Network;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The same as the graph, in plain Java, value by value. */
public final class Reference {
    private Reference() {}

    /** The features of a row, which has a Double (NaN: missing) or a String (empty: missing) for each column. */
    public static double[] features(List<Encoding> encodings, Map<String, Object> row) {
        List<Double> values = new ArrayList<>();
        List<Double> indicators = new ArrayList<>();
        List<Double> slots = new ArrayList<>();
        for (Encoding encoding : encodings) {
            Object value = row.get(encoding.column());
            if (encoding instanceof Numeric numeric) {
                values.add(scaled(numeric, (Double) value));
                if (numeric.indicator()) {
                    indicators.add(Double.isNaN((Double) value) ? 1.0 : 0.0);
                }
            } else {
                int slot = slot((Category) encoding, (String) value);
                for (int i = 0; i < ((Category) encoding).slots(); i++) {
                    slots.add(i == slot ? 1.0 : 0.0);
                }
            }
        }
        values.addAll(indicators);
        values.addAll(slots);
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private static double scaled(Numeric numeric, double raw) {
        double value = Double.isNaN(raw) ? numeric.fill() : raw;
        if (numeric.logarithmic()) {
            value = Math.signum(value) * Math.log1p(Math.abs(value));
        }
        double scaled = (value - numeric.scale().center()) / numeric.scale().divisor();
        return Math.max(numeric.scale().low(), Math.min(numeric.scale().high(), scaled));
    }

    private static int slot(Category category, String value) {
        int known = category.values().indexOf(value);
        if (known >= 0) {
            return known;
        }
        if (value.isEmpty() && category.missing()) {
            return category.values().size();
        }
        return category.other() ? category.slots() - 1 : -1;
    }

    /** A network's raw scores for one row. */
    public static double[] scores(Network network, double[] features) {
        double[] values = features;
        for (Layer layer : network.layers()) {
            values = layer instanceof Layer.Dense dense
                    ? dense(dense, values)
                    : batchNorm((Layer.BatchNorm) layer, values);
        }
        return values;
    }

    /** Softmax. */
    public static double[] probabilities(double[] scores) {
        double largest = Double.NEGATIVE_INFINITY;
        for (double score : scores) {
            largest = Math.max(largest, score);
        }
        double sum = 0;
        double[] probabilities = new double[scores.length];
        for (int i = 0; i < scores.length; i++) {
            probabilities[i] = Math.exp(scores[i] - largest);
            sum += probabilities[i];
        }
        for (int i = 0; i < scores.length; i++) {
            probabilities[i] /= sum;
        }
        return probabilities;
    }

    private static double[] dense(Layer.Dense layer, double[] values) {
        double[] outputs = new double[layer.outputs()];
        for (int j = 0; j < outputs.length; j++) {
            double sum = layer.bias().get(j);
            for (int i = 0; i < values.length; i++) {
                sum += values[i] * layer.weights().get(i * outputs.length + j);
            }
            outputs[j] = activated(layer.activation(), sum);
        }
        return outputs;
    }

    private static double[] batchNorm(Layer.BatchNorm layer, double[] values) {
        double[] outputs = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            double centred = values[i] - layer.mean().get(i);
            outputs[i] = centred
                            / Math.sqrt(layer.variance().get(i) + layer.epsilon())
                            * layer.gamma().get(i)
                    + layer.beta().get(i);
        }
        return outputs;
    }

    private static double activated(Activation activation, double x) {
        return switch (activation) {
            case RELU -> Math.max(0, x);
            case LEAKY_RELU -> x < 0 ? 0.01 * x : x;
            case ELU -> x < 0 ? Math.expm1(x) : x;
            case SELU -> 1.0507009873554805 * (x < 0 ? 1.6732632423543772 * Math.expm1(x) : x);
            case GELU -> x / (1 + Math.exp(-1.702 * x));
            case TANH -> Math.tanh(x);
            case SIGMOID -> 1 / (1 + Math.exp(-x));
            case SOFTPLUS -> Math.log1p(Math.exp(x));
            case IDENTITY -> x;
        };
    }
}
