package dev.millrace.trainer.engine;

import dev.millrace.contract.plan.ModelPlan.LayerPlan;
import dev.millrace.contract.plan.ModelPlan.Task;
import java.util.List;

/**
 * What a network is to be.
 *
 * @param task decides the output layer and the loss: squared error for a regression, cross entropy after a softmax for classes
 * @param inputs the number of features
 * @param layers the hidden layers
 * @param outputs 1 for a regression, else the number of classes
 * @param classWeights of each class in the loss; empty: all weigh the same
 */
public record NetworkShape(Task task, int inputs, List<LayerPlan> layers, int outputs, List<Double> classWeights) {
    public NetworkShape {
        layers = List.copyOf(layers);
        classWeights = List.copyOf(classWeights);
    }
}
