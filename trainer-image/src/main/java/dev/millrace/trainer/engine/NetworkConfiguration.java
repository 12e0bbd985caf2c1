package dev.millrace.trainer.engine;

import dev.millrace.contract.plan.Hyperparameters;
import dev.millrace.contract.plan.ModelPlan.LayerPlan;
import dev.millrace.contract.plan.ModelPlan.Task;
import java.util.Objects;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration.ListBuilder;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.RmsProp;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;
import org.nd4j.linalg.lossfunctions.impl.LossMSE;

/** A plan in DL4J's terms. */
final class NetworkConfiguration {
    /** Shared with the export, which must not differ. */
    static final double EPSILON = 1e-5;

    private NetworkConfiguration() {}

    static MultiLayerConfiguration of(NetworkShape shape, Hyperparameters hyperparameters) {
        ListBuilder layers = new NeuralNetConfiguration.Builder()
                .seed(hyperparameters.seed())
                .updater(updater(hyperparameters))
                .l2(hyperparameters.l2())
                .weightInit(WeightInit.XAVIER)
                .list();
        int width = shape.inputs();
        for (LayerPlan layer : shape.layers()) {
            width = add(layers, layer, width);
        }
        boolean regression = shape.task() == Task.REGRESSION;
        return layers.layer(new OutputLayer.Builder(loss(shape))
                        .nIn(width)
                        .nOut(shape.outputs())
                        .activation(regression ? Activation.IDENTITY : Activation.SOFTMAX)
                        .build())
                .build();
    }

    private static int add(ListBuilder layers, LayerPlan layer, int width) {
        return switch (layer.type()) {
            case DENSE -> {
                int units = units(layer);
                Activation activation = activation(layer);
                layers.layer(new DenseLayer.Builder()
                        .nIn(width)
                        .nOut(units)
                        .activation(activation)
                        .weightInit(initialisation(activation))
                        .build());
                if (hasDropout(layer)) {
                    layers.layer(dropout(layer));
                }
                yield units;
            }
            case BATCH_NORM -> {
                // The running variance itself is a parameter, not its logarithm: the export takes it as it is.
                layers.layer(new BatchNormalization.Builder()
                        .nIn(width)
                        .nOut(width)
                        .eps(EPSILON)
                        .useLogStd(false)
                        .build());
                yield width;
            }
            case DROPOUT -> {
                layers.layer(dropout(layer));
                yield width;
            }
        };
    }

    static int units(LayerPlan layer) {
        return Objects.requireNonNull(layer.units(), "a dense layer without units");
    }

    /** Whether a dense layer is followed by a dropout layer: DL4J's own dropout of a layer works on its inputs. */
    static boolean hasDropout(LayerPlan layer) {
        return layer.dropout() != null && layer.dropout() > 0;
    }

    /** DL4J takes the fraction that is kept. */
    private static DropoutLayer dropout(LayerPlan layer) {
        double dropped = Objects.requireNonNull(layer.dropout(), "a dropout layer without its fraction");
        return new DropoutLayer.Builder(1 - dropped).build();
    }

    private static Activation activation(LayerPlan layer) {
        if (layer.activation() == null) {
            return Activation.RELU;
        }
        return switch (layer.activation()) {
            case RELU -> Activation.RELU;
            case LEAKY_RELU -> Activation.LEAKYRELU;
            case ELU -> Activation.ELU;
            case SELU -> Activation.SELU;
            case GELU -> Activation.GELU;
            case TANH -> Activation.TANH;
            case SIGMOID -> Activation.SIGMOID;
            case SOFTPLUS -> Activation.SOFTPLUS;
            case IDENTITY -> Activation.IDENTITY;
        };
    }

    /** He's initialisation for activations that cut off one half, LeCun's for SELU, which needs it, else Xavier's. */
    private static WeightInit initialisation(Activation activation) {
        if (activation == Activation.SELU) {
            return WeightInit.LECUN_NORMAL;
        }
        boolean halves = activation == Activation.RELU
                || activation == Activation.LEAKYRELU
                || activation == Activation.ELU
                || activation == Activation.GELU;
        return halves ? WeightInit.RELU : WeightInit.XAVIER;
    }

    private static IUpdater updater(Hyperparameters hyperparameters) {
        double rate = hyperparameters.learningRate();
        return switch (hyperparameters.optimizer()) {
            case ADAM -> new Adam(rate);
            case SGD -> new Sgd(rate);
            case RMSPROP -> new RmsProp(rate);
            case NESTEROV -> new Nesterovs(rate, Nesterovs.DEFAULT_NESTEROV_MOMENTUM);
        };
    }

    private static ILossFunction loss(NetworkShape shape) {
        if (shape.task() == Task.REGRESSION) {
            return new LossMSE();
        }
        if (shape.classWeights().isEmpty()) {
            return new LossMCXENT();
        }
        double[] weights =
                shape.classWeights().stream().mapToDouble(Double::doubleValue).toArray();
        return new LossMCXENT(Nd4j.createFromArray(weights).castTo(DataType.FLOAT));
    }
}
