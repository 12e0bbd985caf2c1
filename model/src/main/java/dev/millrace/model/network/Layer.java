package dev.millrace.model.network;

import dev.millrace.contract.plan.ModelPlan.Activation;
import dev.millrace.model.graph.OnnxGraph;
import java.util.List;

/** A layer of a trained network as it works in inference. Dropout leaves no trace there. */
public sealed interface Layer {
    /** The length of its input vector. */
    int inputs();

    /** The length of its output vector. */
    int outputs();

    /**
     * Adds the layer to a graph.
     *
     * @param value a float value [n, inputs]
     * @return a float value [n, outputs]
     */
    String addTo(OnnxGraph graph, String value);

    /**
     * activation(x · weights + bias).
     *
     * @param weights [inputs, outputs]
     * @param bias [outputs]
     */
    record Dense(Tensor weights, Tensor bias, Activation activation) implements Layer {
        /** @throws IllegalArgumentException if the shapes do not fit */
        public Dense {
            if (weights.rank() != 2 || bias.rank() != 1 || weights.dimension(1) != bias.dimension(0)) {
                throw new IllegalArgumentException("a dense layer with weights " + weights + " and bias " + bias);
            }
        }

        @Override
        public int inputs() {
            return weights.dimension(0);
        }

        @Override
        public int outputs() {
            return weights.dimension(1);
        }

        @Override
        public String addTo(OnnxGraph graph, String value) {
            String sum = graph.node("Gemm", List.of(value, graph.constant(weights), graph.constant(bias)));
            return ActivationNodes.add(graph, activation, sum);
        }
    }

    /**
     * (x - mean) / sqrt(variance + epsilon) · gamma + beta, with the running mean and variance of training.
     *
     * @param gamma [inputs]
     * @param beta [inputs]
     * @param mean [inputs]
     * @param variance [inputs]
     */
    record BatchNorm(Tensor gamma, Tensor beta, Tensor mean, Tensor variance, float epsilon) implements Layer {
        /** @throws IllegalArgumentException if the shapes do not fit */
        public BatchNorm {
            if (gamma.rank() != 1
                    || !gamma.dimensions().equals(beta.dimensions())
                    || !gamma.dimensions().equals(mean.dimensions())
                    || !gamma.dimensions().equals(variance.dimensions())) {
                throw new IllegalArgumentException("a batch normalisation with gamma " + gamma + ", beta " + beta
                        + ", mean " + mean + " and variance " + variance);
            }
        }

        @Override
        public int inputs() {
            return gamma.dimension(0);
        }

        @Override
        public int outputs() {
            return gamma.dimension(0);
        }

        @Override
        public String addTo(OnnxGraph graph, String value) {
            List<String> inputs = List.of(
                    value, graph.constant(gamma), graph.constant(beta), graph.constant(mean), graph.constant(variance));
            return graph.node("BatchNormalization", inputs, OnnxGraph.attribute("epsilon", epsilon));
        }
    }
}
