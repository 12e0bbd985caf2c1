package dev.millrace.model.bundle;

import dev.millrace.model.feature.Preprocessing;
import dev.millrace.model.graph.OnnxGraph;
import dev.millrace.model.network.Network;
import dev.millrace.model.output.Output;

/**
 * Everything between raw columns and an answer: {@code model.onnx} as parts.
 *
 * @param preprocessing raw columns to features
 * @param network features to raw scores
 * @param output raw scores to the answer
 */
public record ModelGraph(Preprocessing preprocessing, Network network, Output output) {
    /** @throws IllegalArgumentException if the parts do not fit together */
    public ModelGraph {
        if (preprocessing.width() != network.inputs() || network.outputs() != output.scores()) {
            throw new IllegalArgumentException("%d features, a network from %d to %d, %d scores"
                    .formatted(preprocessing.width(), network.inputs(), network.outputs(), output.scores()));
        }
    }

    /** The file's bytes: equal parts, equal bytes. Its nodes begin with those of {@link Preprocessing#toModel()}. */
    public byte[] toModel() {
        OnnxGraph graph = new OnnxGraph();
        output.addTo(graph, network.addTo(graph, preprocessing.addTo(graph)));
        return graph.toModel();
    }
}
