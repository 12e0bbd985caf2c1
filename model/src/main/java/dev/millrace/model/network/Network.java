package dev.millrace.model.network;

import dev.millrace.model.graph.OnnxGraph;
import java.util.List;

/**
 * A trained network. The last layer gives raw scores: what they mean is the output's affair.
 *
 * @param layers at least one, each taking what the one before gives
 */
public record Network(List<Layer> layers) {
    /** @throws IllegalArgumentException if there is no layer, or neighbours do not fit */
    public Network {
        layers = List.copyOf(layers);
        if (layers.isEmpty()) {
            throw new IllegalArgumentException("a network without layers");
        }
        for (int i = 1; i < layers.size(); i++) {
            if (layers.get(i - 1).outputs() != layers.get(i).inputs()) {
                throw new IllegalArgumentException("layer %d gives %d values, layer %d takes %d"
                        .formatted(
                                i - 1,
                                layers.get(i - 1).outputs(),
                                i,
                                layers.get(i).inputs()));
            }
        }
    }

    /** The length of its input vector. */
    public int inputs() {
        return layers.get(0).inputs();
    }

    /** The number of raw scores. */
    public int outputs() {
        return layers.get(layers.size() - 1).outputs();
    }

    /**
     * Adds the network to a graph.
     *
     * @param features a float value [n, inputs]
     * @return the raw scores, a float value [n, outputs]
     */
    public String addTo(OnnxGraph graph, String features) {
        String value = features;
        for (Layer layer : layers) {
            value = layer.addTo(graph, value);
        }
        return value;
    }
}
