package dev.millrace.model.network;

import ai.onnx.proto.OnnxMl.AttributeProto;
import dev.millrace.contract.plan.ModelPlan.Activation;
import dev.millrace.model.graph.OnnxGraph;
import java.util.List;

/** Activations as ONNX nodes, with the constants of the library that trains. */
final class ActivationNodes {
    /** DL4J's GELU is x · sigmoid(1.702 x), not the one of the error function. */
    private static final float GELU_FACTOR = 1.702f;

    private static final float LEAKY_RELU_SLOPE = 0.01f;

    private ActivationNodes() {}

    static String add(OnnxGraph graph, Activation activation, String value) {
        return switch (activation) {
            case IDENTITY -> value;
            case RELU -> node(graph, "Relu", value);
            case LEAKY_RELU -> node(graph, "LeakyRelu", value, OnnxGraph.attribute("alpha", LEAKY_RELU_SLOPE));
            case ELU -> node(graph, "Elu", value);
            case SELU -> node(graph, "Selu", value);
            case TANH -> node(graph, "Tanh", value);
            case SIGMOID -> node(graph, "Sigmoid", value);
            case SOFTPLUS -> node(graph, "Softplus", value);
            case GELU -> gelu(graph, value);
        };
    }

    private static String gelu(OnnxGraph graph, String value) {
        String factor = graph.constant(Tensor.of(new float[] {GELU_FACTOR}, 1, 1));
        String gate = node(graph, "Sigmoid", graph.node("Mul", List.of(value, factor)));
        return graph.node("Mul", List.of(value, gate));
    }

    private static String node(OnnxGraph graph, String operator, String value, AttributeProto... attributes) {
        return graph.node(operator, List.of(value), attributes);
    }
}
