package dev.millrace.trainer.engine;

import dev.millrace.contract.plan.Hyperparameters;
import dev.millrace.contract.plan.ModelPlan.Activation;
import dev.millrace.contract.plan.ModelPlan.LayerPlan;
import dev.millrace.contract.plan.ModelPlan.LayerType;
import dev.millrace.model.network.Layer;
import dev.millrace.model.network.Network;
import dev.millrace.model.network.Tensor;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.concurrency.AffinityManager;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A network in training. For one thread. */
public final class TrainableNetwork {
    private static final Tensor NONE = Tensor.vector();

    private final NetworkShape shape;
    private final MultiLayerNetwork network;

    /** A network with weights drawn from the seed. */
    public TrainableNetwork(NetworkShape shape, Hyperparameters hyperparameters) {
        this.shape = shape;
        this.network = new MultiLayerNetwork(NetworkConfiguration.of(shape, hyperparameters));
        Nd4j.getRandom().setSeed(hyperparameters.seed());
        network.init();
    }

    public NetworkShape shape() {
        return shape;
    }

    /** Begins an epoch: what dropout drops in it follows from the seed alone. */
    public void beginEpoch(long seed) {
        Nd4j.getRandom().setSeed(seed);
    }

    /**
     * One step of the optimizer.
     *
     * @param features row-major, [rows, inputs]
     * @param targets row-major, [rows, outputs]: scaled labels, or 1 for a row's class
     * @return the batch's loss, with the share of the squared weights
     */
    public double fit(float[] features, float[] targets) {
        try (INDArray x = matrix(features, shape.inputs());
                INDArray y = matrix(targets, shape.outputs())) {
            network.fit(x, y);
        }
        return network.score();
    }

    /**
     * What the network answers.
     *
     * @param features row-major, [rows, inputs]
     * @return row-major, [rows, outputs]: scaled labels, or probabilities
     */
    public float[] output(float[] features) {
        try (INDArray x = matrix(features, shape.inputs());
                INDArray y = network.output(x, false)) {
            return y.dup('c').data().asFloat();
        }
    }

    /** Where the training stands. */
    public TrainingState state() {
        INDArray updater = network.getUpdater().getStateViewArray();
        return new TrainingState(
                vector(network.params()), updater == null ? NONE : vector(updater), network.getIterationCount());
    }

    /** Sets the training to where it stood. */
    public void restore(TrainingState state) {
        setParameters(state.parameters());
        INDArray updater = network.getUpdater().getStateViewArray();
        if (updater != null) {
            assign(updater, state.updater());
        }
        network.setIterationCount(state.iteration());
    }

    /** The parameters of all layers, in DL4J's order. */
    public Tensor parameters() {
        return vector(network.params());
    }

    /**
     * Sets the parameters of all layers.
     *
     * @throws IllegalArgumentException if their number is another network's
     */
    public void setParameters(Tensor parameters) {
        assign(network.params(), parameters);
    }

    /** The network as it works in inference, down to the raw scores. */
    public Network export() {
        List<Layer> layers = new ArrayList<>();
        int index = 0;
        for (LayerPlan plan : shape.layers()) {
            switch (plan.type()) {
                case DENSE -> layers.add(dense(index, Objects.requireNonNullElse(plan.activation(), Activation.RELU)));
                case BATCH_NORM -> layers.add(batchNorm(index));
                case DROPOUT -> {}
            }
            index += plan.type() == LayerType.DENSE && NetworkConfiguration.hasDropout(plan) ? 2 : 1;
        }
        layers.add(dense(index, Activation.IDENTITY));
        return new Network(layers);
    }

    private Layer dense(int index, Activation activation) {
        return new Layer.Dense(parameter(index, "W"), vector(network.getParam(index + "_b")), activation);
    }

    private Layer batchNorm(int index) {
        return new Layer.BatchNorm(
                vector(network.getParam(index + "_gamma")),
                vector(network.getParam(index + "_beta")),
                vector(network.getParam(index + "_mean")),
                vector(network.getParam(index + "_var")),
                (float) NetworkConfiguration.EPSILON);
    }

    /** Parameters are views in column-major order: the copy puts the values in row-major order. */
    private Tensor parameter(int index, String name) {
        try (INDArray copy = network.getParam(index + "_" + name).dup('c')) {
            return Tensor.of(copy.data().asFloat(), copy.shape());
        }
    }

    private static Tensor vector(INDArray array) {
        try (INDArray copy = array.dup('c')) {
            return Tensor.vector(copy.data().asFloat());
        }
    }

    private static void assign(INDArray array, Tensor values) {
        if (array.length() != values.size()) {
            throw new IllegalArgumentException(values.size() + " values for " + array.length());
        }
        try (INDArray source = filled(values.buffer(), array.shape())) {
            array.assign(source);
        }
    }

    private static INDArray matrix(float[] values, int columns) {
        return filled(FloatBuffer.wrap(values), values.length / columns, columns);
    }

    /** One bulk copy: {@code Nd4j.create} takes twenty times as long, and a batch is copied at every step. */
    private static INDArray filled(FloatBuffer values, long... shape) {
        INDArray array = Nd4j.createUninitialized(DataType.FLOAT, shape, 'c');
        array.data().asNioFloat().put(values);
        Nd4j.getAffinityManager().tagLocation(array, AffinityManager.Location.HOST);
        return array;
    }
}
