import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * The peer: the network of examples/house-prices, trained with DL4J alone as its documentation does it. The rows come as ready floats from files (a
 * row is its features and its scaled label), batches are shuffled anew for each epoch, and the validation loss is computed after each.
 *
 * <p>Arguments: the tensors of train and validation, the number of features, the epochs.
 */
public final class BareLoop {
    private static final int BATCH_ROWS = 64;
    private static final long SEED = 1;

    private BareLoop() {}

    public static void main(String[] arguments) throws IOException {
        int width = Integer.parseInt(arguments[2]);
        int epochs = Integer.parseInt(arguments[3]);
        float[][] train = rows(Path.of(arguments[0]), width);
        float[][] validation = rows(Path.of(arguments[1]), width);
        MultiLayerNetwork network = new MultiLayerNetwork(configuration(width));
        network.init();
        DataSet validationSet = batch(List.of(validation), width);

        long started = System.nanoTime();
        List<float[]> order = new ArrayList<>(List.of(train));
        double loss = 0;
        for (int epoch = 0; epoch < epochs; epoch++) {
            Collections.shuffle(order, new Random(SEED + epoch));
            for (int first = 0; first < order.size(); first += BATCH_ROWS) {
                network.fit(batch(order.subList(first, Math.min(order.size(), first + BATCH_ROWS)), width));
            }
            loss = network.score(validationSet);
        }
        System.out.printf(
                "%d epochs in %d ms, validation loss %.4f%n", epochs, (System.nanoTime() - started) / 1_000_000, loss);
    }

    private static MultiLayerConfiguration configuration(int width) {
        return new NeuralNetConfiguration.Builder()
                .seed(SEED)
                .updater(new Adam(0.001))
                .l2(0.0001)
                .weightInit(WeightInit.RELU)
                .list()
                .layer(new DenseLayer.Builder().nIn(width).nOut(128).activation(Activation.RELU).build())
                .layer(new DropoutLayer.Builder(0.9).build())
                .layer(new DenseLayer.Builder().nIn(128).nOut(64).activation(Activation.RELU).build())
                .layer(new DropoutLayer.Builder(0.9).build())
                .layer(new OutputLayer.Builder(LossFunction.MSE)
                        .nIn(64)
                        .nOut(1)
                        .activation(Activation.IDENTITY)
                        .build())
                .build();
    }

    private static DataSet batch(List<float[]> rows, int width) {
        float[] features = new float[rows.size() * width];
        float[] labels = new float[rows.size()];
        for (int i = 0; i < rows.size(); i++) {
            System.arraycopy(rows.get(i), 0, features, i * width, width);
            labels[i] = rows.get(i)[width];
        }
        return new DataSet(
                Nd4j.create(features, new long[] {rows.size(), width}, 'c'),
                Nd4j.create(labels, new long[] {rows.size(), 1}, 'c'));
    }

    private static float[][] rows(Path file, int width) throws IOException {
        FloatBuffer values = ByteBuffer.wrap(Files.readAllBytes(file))
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
        float[][] rows = new float[values.remaining() / (width + 1)][width + 1];
        for (float[] row : rows) {
            values.get(row);
        }
        return rows;
    }
}
