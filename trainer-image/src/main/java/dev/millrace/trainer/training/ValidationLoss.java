package dev.millrace.trainer.training;

import dev.millrace.contract.plan.ModelPlan.Task;
import dev.millrace.trainer.engine.NetworkShape;
import dev.millrace.trainer.engine.TrainableNetwork;
import dev.millrace.trainer.tensor.Batch;
import dev.millrace.trainer.tensor.TensorFile;

/** The loss that training lowers, without the squared weights, over the rows of the validation split. */
final class ValidationLoss {
    private static final int BATCH_ROWS = 1024;

    /** The smallest probability that counts, as in DL4J's loss. */
    private static final double SMALLEST = 1e-10;

    private final TensorFile rows;
    private final NetworkShape shape;
    private final Batch batch;

    ValidationLoss(TensorFile rows, NetworkShape shape) {
        this.rows = rows;
        this.shape = shape;
        this.batch = new Batch((int) Math.min(rows.rows(), BATCH_ROWS), shape.inputs(), shape.outputs());
    }

    /** The mean over the rows; rows of classes that training does not have count for nothing. */
    double of(TrainableNetwork network) {
        double sum = 0;
        for (long row = 0; row < rows.rows(); ) {
            batch.clear();
            while (!batch.isFull() && row < rows.rows()) {
                batch.add(rows, row++);
            }
            sum += loss(network.output(batch.features()), batch.targets());
        }
        return sum / rows.rows();
    }

    private double loss(float[] outputs, float[] targets) {
        double sum = 0;
        for (int i = 0; i < outputs.length; i++) {
            if (shape.task() == Task.REGRESSION) {
                double error = (double) outputs[i] - targets[i];
                sum += error * error;
            } else if (targets[i] != 0 || Float.isNaN(outputs[i])) {
                int place = i % shape.outputs();
                double weight = shape.classWeights().isEmpty()
                        ? 1
                        : shape.classWeights().get(place);
                sum -= weight * Math.log(Math.max(outputs[i], SMALLEST));
            }
        }
        return sum;
    }
}
